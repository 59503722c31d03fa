"""One year of a working calendar, laid out for quick look-up.

Working time is kept as the sorted real intervals of the year with running sums,
so that every question costs a binary search however long the period is. A year is
laid out once for each calendar, when it is first asked about.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo

from .instants import DAY_US, EPOCH_ORDINAL, SECOND_US, local_to_us, offset_us

ONE_DAY = timedelta(days=1)

Span = tuple[int, int]
"""A half-open interval; of local microseconds or of moments, as said."""


@dataclass
class WorkingYear:
    """Intervals and working days of one local calendar year, all sorted."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    worked_before: list[int] = field(default_factory=list)
    worked: int = 0
    days: list[int] = field(default_factory=list)
    closes: list[int] = field(default_factory=list)

    def add_day(self, ordinal: int, intervals: Sequence[Span]) -> None:
        """Append a working day (proleptic ordinal) with its real intervals."""
        for start, end in intervals:
            self.starts.append(start)
            self.ends.append(end)
            self.worked_before.append(self.worked)
            self.worked += end - start
        self.days.append(ordinal)
        self.closes.append(intervals[-1][1])

    def worked_until(self, moment: int) -> int:
        """Working microseconds of this year before ``moment``."""
        place = bisect_right(self.starts, moment) - 1
        if place < 0:
            return 0
        elapsed = min(moment, self.ends[place]) - self.starts[place]
        return self.worked_before[place] + elapsed

    def moment_of(self, worked: int) -> int:
        """The earliest moment at which ``worked`` (> 0, <= all) has been worked."""
        place = bisect_left(self.worked_before, worked) - 1
        return self.starts[place] + worked - self.worked_before[place]

    def working_from(self, moment: int) -> int | None:
        """``moment`` where it is working time, else the next opening, if any."""
        place = bisect_right(self.ends, moment)
        if place == len(self.starts):
            return None
        return max(moment, self.starts[place])

    def is_working(self, moment: int) -> bool:
        return self.working_from(moment) == moment


def lay_out_year(
    year: int,
    zone: tzinfo,
    week: Sequence[Sequence[Span]],
    days_off: Sequence[Span],
) -> WorkingYear:
    """Lay out ``year``.

    ``week`` holds for each weekday (Monday first) its attendances in microseconds
    since local midnight; ``days_off`` are sorted, disjoint spans of naive local
    microseconds since 1970-01-01T00:00.
    """
    result = WorkingYear()
    off_ends = [end for _, end in days_off]
    for ordinal, midnight, offset in _days(year, zone):
        spans: Sequence[Span] = week[(ordinal - 1) % 7]
        if not spans:
            continue
        first_off = bisect_right(off_ends, midnight)
        if first_off < len(days_off) and days_off[first_off][0] < midnight + DAY_US:
            spans = _without(spans, midnight, days_off[first_off:])
        if offset is None:
            intervals = _convert(spans, midnight, zone)
        else:
            base = midnight - offset
            intervals = [(base + start, base + end) for start, end in spans]
        if intervals:
            result.add_day(ordinal, intervals)
    return result


def _days(year: int, zone: tzinfo) -> Iterator[tuple[int, int, int | None]]:
    """Ordinal, local midnight and UTC offset of each day of ``year``.

    The offset is None where it is another one at the next midnight.
    """
    local = datetime(year, 1, 1)
    first = local.toordinal()
    offset = offset_us(zone, local)
    for ordinal in range(first, date(year, 12, 31).toordinal() + 1):
        local += ONE_DAY
        next_offset = offset_us(zone, local)
        midnight = (ordinal - EPOCH_ORDINAL) * DAY_US
        yield ordinal, midnight, offset if offset == next_offset else None
        offset = next_offset


def _without(
    spans: Sequence[Span], midnight: int, days_off: Sequence[Span]
) -> list[Span]:
    """The parts of a day's ``spans`` that no day off covers."""
    left = list(spans)
    for off_start, off_end in days_off:
        if off_start >= midnight + DAY_US:
            break
        off_start, off_end = off_start - midnight, off_end - midnight
        left = [
            part
            for start, end in left
            for part in ((start, min(end, off_start)), (max(start, off_end), end))
            if part[0] < part[1]
        ]
    return left


def _convert(spans: Sequence[Span], midnight: int, zone: tzinfo) -> list[Span]:
    """Real intervals of a day on which the clock is changed; overlaps are merged."""
    intervals: list[Span] = []
    for start, end in spans:
        opening = local_to_us(zone, _local(midnight + start))
        closing = local_to_us(zone, _local(midnight + end), last=True)
        if intervals and opening < intervals[-1][1]:
            opening = intervals[-1][1]
        if opening < closing:
            intervals.append((opening, closing))
    return intervals


def _local(local_us: int) -> datetime:
    return datetime(1970, 1, 1) + timedelta(seconds=local_us // SECOND_US)
