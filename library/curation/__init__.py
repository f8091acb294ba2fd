"""Care for many records at once: changes with a preview, and doubles made one."""
