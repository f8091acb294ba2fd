"""Requests to take a document down: anybody may ask, a librarian answers."""
