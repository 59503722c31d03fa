"""Models; one main model a file."""
