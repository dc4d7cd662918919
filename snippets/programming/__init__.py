"""Code of the stage on programming foundations."""
