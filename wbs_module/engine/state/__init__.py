"""What is kept of an instance between two steps: its live tokens and its data."""
