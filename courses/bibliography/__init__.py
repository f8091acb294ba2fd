"""What a course reads: its bibliography, in words and for reference managers."""
