"""Many documents at once, from folders and ZIPs, described by a table; the commands that do it."""
