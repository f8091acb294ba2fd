"""Material of other systems: read into neutral objects, and written out again."""
