"""Code of the stage on data structures and algorithms."""
