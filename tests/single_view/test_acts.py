from datetime import date

import numpy as np
import pandas as pd
import pytest

from helpers.evidence.counts import spread
from helpers.single_view import acts
from helpers.single_view.acts import acts_on

EVERYBODY = pd.Index(["ann", "bob", "cat"])


def counts_of(sources, customers):
    return spread(acts_on(sources, date(2026, 4, 1)), customers)


def counted(sources, customers=EVERYBODY):
    """Cases by customer, block and mark, both halves together."""
    counts = counts_of(sources, customers)
    frame = pd.DataFrame(
        counts.totals.sum(axis=0), index=counts.customers,
        columns=pd.MultiIndex.from_tuples(counts.columns),
    )  # fmt: skip
    return counts, frame


def test_what_was_bought_and_what_was_looked_at_count_together_once_a_visit(sources):
    _, told = counted(sources())

    # Ann bought shoes twice, books once; saw shoes on one visit (twice) and tents on another.
    assert told.loc["ann", "category"].to_dict() == {"books": 1, "shoes": 3, "tents": 1}
    assert told.loc["bob", "category"].to_dict() == {"books": 0, "shoes": 0, "tents": 1}


@pytest.mark.parametrize(("block", "expected"), [
    ("code", {"yes": 1, "no": 1}), ("offer", {"yes": 1, "no": 1}),
    ("returned", {"yes": 1, "no": 1}), ("channel", {"app": 1, "web": 1}),
    ("season", {"q1": 2}), ("opened", {"yes": 1, "no": 1}),
    ("clicked", {"yes": 1, "no": 0}), ("device", {"mobile": 2}),
])  # fmt: skip
def test_blocks_can_be_counted_by_hand(sources, block, expected):
    _, told = counted(sources())

    assert told.loc["ann", block].to_dict() == expected


def test_times_are_those_of_the_companys_zone(sources):
    _, utc = counted(sources())
    _, shanghai = counted(sources(zone="Asia/Shanghai"))

    assert utc.loc["ann", "time"].to_dict() == {"afternoon": 0, "evening": 1, "night": 3}
    assert shanghai.loc["ann", "time"].to_dict() == {
        "afternoon": 1, "evening": 0, "morning": 2, "night": 1,
    }  # fmt: skip


def test_prices_are_held_against_others_of_the_category(sources):
    _, told = counted(sources())

    # Shoes at 100 and 100 for ann and 50 for nobody known: books and tents stand alone.
    assert told.loc["bob", ("price", "mean")] == pytest.approx(0, abs=1e-6)


def test_a_customer_who_did_nothing_has_zeros(sources):
    counts, told = counted(sources())

    assert (told.loc["cat"] == 0).all()
    assert counts.cases[:, counts.customers.get_loc("cat")].sum() == 0


def test_without_visits_and_mail_the_other_blocks_are_counted(sources):
    counts, _ = counted(sources(events=[], mail=[]))

    assert "device" not in counts.blocks and "opened" not in counts.blocks
    assert {"code", "channel", "season"} <= set(counts.blocks)


def test_without_any_row_there_is_nothing_and_no_error(sources):
    counts = counts_of(sources(lines=[], events=[], mail=[]), EVERYBODY)

    assert counts.blocks == [] and counts.totals.shape == (2, 3, 0)


def test_everything_of_one_day_falls_into_one_half(sources):
    counts = counts_of(sources(), EVERYBODY)

    # Order o1 of one day has two lines: its two cases of the block are in the same half.
    place = counts.blocks.index("offer")
    assert sorted(counts.cases[:, 0, place].tolist()) in ([0, 2], [1, 1])
    assert counts.cases[:, 1, counts.blocks.index("channel")].sum() == 0


def test_deleting_later_rows_changes_nothing_about_earlier_days(sources, rows_of):
    lines, events, mail = rows_of
    early = [
        [row for row in rows if str(row[place]) <= "2026-02-02"]
        for rows, place in ((lines, 2), (events, 0), (mail, 1))
    ]
    later = [("o8", "ann", "2026-09-01", 1, "p9", "hats", 90, 100, 1, 1)]

    first = counts_of(sources(*early), EVERYBODY)
    known = sources([*early[0], *later], *early[1:])
    cut = known._replace(lines=known.lines.filter(known.lines.event_day <= "2026-02-02"))
    again = counts_of(cut, EVERYBODY)

    assert first.columns == again.columns
    np.testing.assert_array_equal(first.totals, again.totals)


def test_counting_repeats_itself(sources):
    first, again = (counts_of(sources(), EVERYBODY) for _ in range(2))

    np.testing.assert_array_equal(first.totals, again.totals)


def test_each_snapshot_counts_what_was_known_on_its_day_only(sources):
    class Desk:
        source = type("Source", (), {"time_zone": "UTC"})

        def read(self, name, *, as_of, by_customer=False):
            names = ("order_lines", "orders?", "events?", "email_activity?", "contacts?")
            table = sources()[names.index(name)]
            dated = "event_day" in table.columns
            return table.filter(table.event_day <= as_of) if dated else table

    days = [date(2026, 1, 31), date(2026, 3, 31)]

    told = acts.take_acts(Desk(), days)

    orders = told[told["block"].eq("basket")].groupby("snapshot_day")
    assert orders["cases"].sum().tolist() == [1, 3]
    assert orders["customer_id"].unique().map(sorted).tolist() == [["ann"], ["ann", "bob"]]
    assert "device" not in set(told.loc[told["snapshot_day"].eq(pd.Timestamp(days[0])), "block"])


def test_an_act_is_worth_half_for_every_year_of_its_age(sources):
    lines = [
        ("o1", "ann", "2026-02-02", 1, "p1", "shoes", 100, 100, 1, 1),
        ("o2", "ann", "2025-02-03", 1, "p1", "shoes", 100, 100, 1, 1),
        ("o3", "ann", "2025-12-30", 1, "p1", "shoes", 100, 100, 1, 1),
    ]

    told = acts_on(sources(lines=lines, events=[], mail=[]), date(2026, 3, 31))

    own = told[told["block"].eq("season")].groupby("mark")[["cases", "recent_cases"]].sum()
    # This quarter counts whole; a year ago half; the quarter before the fourth root of half.
    assert own["cases"].to_dict() == {"q1": 2, "q4": 1}
    assert own["recent_cases"].to_dict() == {"q1": 1.5, "q4": 0.840896}


def test_all_that_is_done_is_worth_something_however_old_it_is(sources):
    lines = [("o1", "ann", "1996-02-02", 1, "p1", "shoes", 100, 100, 1, 1)]

    told = acts_on(sources(lines=lines, events=[], mail=[]), date(2026, 3, 31))

    assert told["recent_cases"].gt(0).all()
