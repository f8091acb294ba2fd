"""What is new in the public library, for feed readers and reading applications."""
