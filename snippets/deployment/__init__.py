"""Code of stage 7, deployment."""
