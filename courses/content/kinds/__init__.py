"""The kinds of activity: what each needs, and how it is frozen into an edition."""
