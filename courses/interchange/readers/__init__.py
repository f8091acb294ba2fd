"""One web-free reader for each foreign format."""
