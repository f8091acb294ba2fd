"""Sections and activities: what a trainer writes."""
