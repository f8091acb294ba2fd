"""The pages on which experts and working groups comment on a curriculum."""
