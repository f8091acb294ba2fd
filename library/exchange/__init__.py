"""What a record says to machines: one description, written in the formats they read."""
