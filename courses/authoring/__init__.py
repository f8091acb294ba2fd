"""The desk on which trainers and authors write courses: its pages."""
