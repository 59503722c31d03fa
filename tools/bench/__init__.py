"""Figures: ours against a peer, alternating, on one machine in one process.

A part is a file ``bench_NAME.py`` beside this one with a function
``measure() -> Iterable[Figure]``; ``figure.py`` has the method, ``inside_odoo.py`` runs
a part's function inside Odoo with OCA's helpdesk installed beside ours.
"""
