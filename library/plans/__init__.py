"""Local action plans of cities and municipalities: who has one, what is in it, when it ends."""
