"""What travels with a record beside its files: how it stands to others, and what is known of it as a local plan."""
