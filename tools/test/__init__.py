"""The stages of ``make test``."""
