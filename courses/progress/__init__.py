"""Progress: what a learner has opened and done, and their notes."""
