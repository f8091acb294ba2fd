"""Taking documents in: what a file says, read apart from the site, with an outcome for every file."""
