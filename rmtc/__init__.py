"""The kernel and the site of the Regional Migration Training Centre."""
