"""Odoo's log of calls at debug level, without what was handed over.

Odoo writes the arguments of every remote call: what a handler wrote in a task, why
somebody asks for an original. Who called what on which record stays in the log.
"""

from __future__ import annotations

import logging

CALLS = "odoo.service.model"


class WithoutArguments(logging.Filter):
    """Keeps the record and the method of a call, which stand first."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple) and str(record.msg).startswith("call "):
            kept = record.args[:2]
            record.args = (*kept, *("…" for _hidden in record.args[2:]))
        return True


logging.getLogger(CALLS).addFilter(WithoutArguments())
