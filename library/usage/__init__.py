"""How much the library is used: counts by day, without persons, addresses or bots."""
