"""Care of what is kept: files read again in their turn, addresses that still lead somewhere, how much is used."""
