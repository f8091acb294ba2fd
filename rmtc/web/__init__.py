"""The web: requests, pages, forms, front-end files."""
