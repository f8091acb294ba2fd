"""The librarian's desk: the queue, uploads, records."""
