"""Clocks: at which hour of the day something happened, where the company is."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import ibis
import pandas as pd
from ibis.expr.types import Column, Table

PARTS_OF_DAY = ("night", "morning", "afternoon", "evening")


def local_hours(table: Table, moment: str, zone: str) -> Table:
    """Return a table with `hour`, from 0 to 23 as clocks showed it in a zone.

    The zone's distance from UTC is taken once a day, at noon: on the two days a
    year on which clocks change, some hours of the night are off by one.
    """
    days = table.select("event_day").distinct().to_pandas()["event_day"]
    shift = [_minutes_ahead(pd.Timestamp(day), zone) for day in days]
    known = pd.DataFrame({"event_day": pd.to_datetime(days), "shift": shift})
    shifts = ibis.memtable(known.astype({"shift": "int64"})).mutate(
        event_day=ibis._.event_day.cast("date")
    )
    joined = table.inner_join(shifts, "event_day")
    minutes = joined[moment].hour() * 60 + joined[moment].minute() + joined["shift"] + 1440
    return joined.mutate(hour=((minutes % 1440) // 60).cast("int64")).drop("shift")


def _minutes_ahead(day: pd.Timestamp, zone: str) -> int:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone))
    return int((noon.utcoffset() or timedelta()).total_seconds() // 60)


def part_of_day(hour: Column) -> Column:
    """Return the quarter of the day that an hour lies in: night, morning, afternoon, evening."""
    return ibis.cases(*(((hour // 6) == place, name) for place, name in enumerate(PARTS_OF_DAY)))
