"""Readers: one module per format gives facts and page texts; the others judge and mend the text. No site, no database.

To add a format: write a module with `read(path, limits) -> Reading`, name it in `detecting.py`.
"""
