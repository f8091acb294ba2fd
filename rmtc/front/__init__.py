"""The public site: pages, news, events, partners, and the Centre's own texts."""
