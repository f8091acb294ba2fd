"""Erasing people for good."""
