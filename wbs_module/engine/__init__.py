"""Runs BPMN 2.0 diagrams. Knows no Odoo and no complaints."""
