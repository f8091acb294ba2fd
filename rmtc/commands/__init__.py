"""Commands that operate the site as a whole."""
