"""Code of the stage on mathematics and statistics."""
