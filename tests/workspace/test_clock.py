import ibis
import pandas as pd

from helpers.workspace.clock import local_hours, part_of_day


def test_hours_are_those_of_clocks_in_the_companys_zone():
    moments = pd.to_datetime(["2026-01-05 23:30", "2026-07-05 23:30"], utc=True)
    table = ibis.memtable(pd.DataFrame({"at": moments, "event_day": moments.tz_localize(None)}))
    table = table.mutate(event_day=table.event_day.cast("date"))

    told = local_hours(table, "at", "Europe/Berlin").to_pandas().sort_values("at")

    # Winter is one hour ahead, summer two; in Kathmandu it is 5:45.
    assert told["hour"].tolist() == [0, 1]
    assert local_hours(table, "at", "Asia/Kathmandu").to_pandas()["hour"].tolist() == [5, 5]


def test_a_day_has_four_parts_of_six_hours():
    table = ibis.memtable(pd.DataFrame({"hour": [0, 5, 6, 11, 12, 17, 18, 23]}))

    told = table.mutate(part=part_of_day(table.hour)).to_pandas().sort_values("hour")

    assert told["part"].tolist() == [
        "night", "night", "morning", "morning", "afternoon", "afternoon", "evening", "evening",
    ]  # fmt: skip
