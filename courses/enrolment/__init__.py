"""Enrolment: how a person comes into a run, and what became of it."""
