"""Code of stage 9, portfolio."""
