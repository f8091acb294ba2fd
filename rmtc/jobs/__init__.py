"""Background work: a leased table in the same database, filled in the caller's transaction."""
