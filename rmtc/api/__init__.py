"""The JSON API told: to programs as OpenAPI, to people as a page."""
