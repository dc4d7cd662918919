"""Code of stage 5, projects: modules that chapters and project notebooks show and run."""
