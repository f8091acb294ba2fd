"""Reading records: their page, the reader, covers and downloads."""
