"""Full-text search: folding, stemming, query syntax, snippets and the index behind one small interface."""

import warnings

# Whoosh 2.7.4 compares with `is` and has an unknown escape: Python says so each time it compiles a file of it.
warnings.filterwarnings("ignore", category=SyntaxWarning, module=r".*[\\/]whoosh[\\/]")
