"""The accreditation record: everything about a run, a curriculum or the Centre, to take away and verify."""
