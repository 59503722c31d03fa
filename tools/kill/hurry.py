"""Crons that run at once, not each minute: a short run has many sweeps then."""

import threading

from tools import database

EACH_SECONDS = 2
# What a server does where something falls due in it: ``ir.cron._trigger`` writes this.
TRIGGER = """
    INSERT INTO ir_cron_trigger (cron_id, call_at)
    SELECT res_id, now() AT TIME ZONE 'UTC' FROM ir_model_data
     WHERE module = 'wbs_module' AND name IN ('bpmn_cron_sweep', 'bpmn_cron_outbox')
"""


def hurry_once(name: str) -> None:
    """Let the sweep and the outbox of the database run now, on whichever server."""
    database.execute(name, TRIGGER)
    database.execute("postgres", f"NOTIFY cron_trigger, '{name}'")


class Hurry:
    """While it lasts, crons are asked for every other second."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._over.wait(EACH_SECONDS):
            hurry_once(self._name)
