"""Texts that people write in Markdown, made into safe HTML."""
