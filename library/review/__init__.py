"""From draft to published: checks, the look at personal data, and a second pair of eyes."""
