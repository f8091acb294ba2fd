"""What the public sees of courses: the catalogue, a course, its pictures."""
