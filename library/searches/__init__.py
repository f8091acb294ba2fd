"""Searches that people keep: told of what is new by mail, followed as a feed."""
