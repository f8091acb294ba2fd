"""Curricula: outcomes at EQF levels, modules with hours, assessments, versions."""
