"""Thesauri from files: SKOS as RDF/XML, and a JSON table of terms by language."""
