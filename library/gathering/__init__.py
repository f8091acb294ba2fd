"""Taking records over from the repositories of partners (OAI-PMH 2.0, oai_dc)."""
