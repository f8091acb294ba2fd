"""Many documents with their descriptions at once: ZIPs with metadata.csv, and bags (BagIt, RFC 8493) in and out."""
