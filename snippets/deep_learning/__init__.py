"""Code of stage 6, deep learning."""
