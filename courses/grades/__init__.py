"""Grade items and grades."""
