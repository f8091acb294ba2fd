"""Reading lists as learners go through them: what was opened, what is left."""
