"""Who changed what: entries written with the change, sealed in signed blocks afterwards."""
