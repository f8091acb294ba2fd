"""Collections and subjects."""
