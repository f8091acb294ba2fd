"""Full-text search: folding, stemming, query syntax, snippets and the index behind one small interface."""
