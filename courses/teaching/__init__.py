"""A run as those see it who train it: its cohort, its dates, its settings."""
