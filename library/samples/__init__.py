"""The demonstration library: topics, collections, records, and documents set from Markdown."""
