"""Sending many files at once: piece by piece, gone on with after a break, taken in without the browser."""
