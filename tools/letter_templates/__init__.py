"""Makes the shipped letter templates."""
