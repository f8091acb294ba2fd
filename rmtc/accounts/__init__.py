"""People, institutions, roles, sign-in."""
