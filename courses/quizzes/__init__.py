"""Quizzes, attempts and their append-only steps."""
