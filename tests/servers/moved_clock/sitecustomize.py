"""Python imports this first: in a server that is started with it the clock is moved.

By ``MOVED_DAYS``, from the beginning, and it goes on from there. Time in the database
stays as it is. (libfaketime would move all, and its ``clock_nanosleep`` refuses the
sleep of Python 3.11.)
"""

import os
from datetime import datetime, timedelta, timezone

from freezegun import freeze_time

MOVED = timedelta(days=float(os.environ["MOVED_DAYS"]))

freeze_time(datetime.now(timezone.utc) + MOVED, tick=True).start()  # noqa: UP017
