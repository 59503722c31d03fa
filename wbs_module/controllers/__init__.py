"""Public pages and webhooks."""
