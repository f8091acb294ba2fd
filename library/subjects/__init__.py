"""The thesaurus: its tree, its concepts, SKOS in and out."""
