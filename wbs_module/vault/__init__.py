"""Keys, sealing, encryption, receipt codes, hash chain. Knows no Odoo."""
