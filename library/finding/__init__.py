"""Finding records: the index brought up to date, the search page, the API and the commands."""
