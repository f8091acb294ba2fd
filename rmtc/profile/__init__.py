"""A person's own account: who they are, how they sign in, their tokens and their data."""
