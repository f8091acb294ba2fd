"""How the site is doing: up, ready, its figures, and a line in the log for each request."""
