"""Attempts at quizzes: begun, answered step by step, handed in, looked back at."""
