"""How the local governments are covered by plans: the list, the map of districts, the gap report."""
