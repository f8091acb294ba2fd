"""E-learning: curricula, courses, enrolment, assessment, awards, records."""
