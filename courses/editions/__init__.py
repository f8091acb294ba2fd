"""Editions: what was published, and what has changed since."""
