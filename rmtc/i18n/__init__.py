"""Languages: which are offered, the one in use, and how texts, dates and numbers read in it."""
