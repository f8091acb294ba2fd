"""Demonstration courses, and runs replayed step by step through the services."""
