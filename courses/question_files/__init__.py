"""Questions from files into the bank of a course, and the bank as a file."""
