"""Courses and their published editions."""
