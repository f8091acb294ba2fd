"""Demonstration content of the public site."""
