"""Files: content-addressed, checked, kept once."""
