"""How records belong together: what replaces, translates, is part of or goes with what."""
