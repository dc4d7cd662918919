"""Code of the stage on data handling and preprocessing."""
