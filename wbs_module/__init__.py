"""Whistleblowing system of a government inspectorate.

The rooms ``engine``, ``vault`` and ``letters`` are plain Python: they import as
``wbs_module.engine`` and so on, without Odoo. Models and controllers are loaded only
where Odoo itself loads the addon.
"""

if __name__ == "odoo.addons.wbs_module":
    from . import models  # noqa: F401 (Odoo registers models on import)
    from . import wizards  # noqa: F401
    from . import controllers  # noqa: F401
