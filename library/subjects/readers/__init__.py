"""Thesauri from files: SKOS as RDF/XML or Turtle, and a JSON table of terms by language."""
