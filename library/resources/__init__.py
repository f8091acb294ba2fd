"""Library records: metadata, versions, files, rights."""
