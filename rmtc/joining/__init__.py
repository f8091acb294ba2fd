"""Becoming a member: asking for an account, a new password, and the links in letters."""
