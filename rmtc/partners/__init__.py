"""The institutions of the project as the public sees them."""
