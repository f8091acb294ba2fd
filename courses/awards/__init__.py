"""Board decisions, certificates and their register."""
