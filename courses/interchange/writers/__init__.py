"""One web-free writer for each foreign format."""
