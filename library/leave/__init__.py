"""Leave to read closed files: who asks for it, who gives it, and what opens by itself."""
