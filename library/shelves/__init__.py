"""The pages of collections: their tree, who works in them, what stands on them."""
