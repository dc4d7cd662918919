"""Code of stage 10, career."""
