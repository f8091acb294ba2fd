"""Persons and bodies, once each: their names, what they made, merging of doubles."""
