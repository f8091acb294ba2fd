"""What is said about the versions of curricula, and the steps of their review."""
