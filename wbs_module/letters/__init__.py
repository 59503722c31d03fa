"""Fills Word templates. Knows no Odoo and no complaints."""
