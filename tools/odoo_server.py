"""Odoo itself, as a file: what ``build/bin/odoo`` becomes.

With workers Odoo starts its process for websockets by running ``sys.argv[0]``. As
``python -m odoo`` that is a file inside the package, which ends at its first import;
Odoo then starts the next one at once, several a second, and the machine is busy.
"""

from odoo.cli import main

if __name__ == "__main__":
    main()
