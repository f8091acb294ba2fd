"""What can be said about a record: dates, identifiers, licences, and the fields of each kind."""
