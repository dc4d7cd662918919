"""Code of stage 4, core machine learning algorithms."""
