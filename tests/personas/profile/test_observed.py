from datetime import date

import ibis
import numpy as np
import pandas as pd
import pytest

from helpers.evidence.counts import Counts
from helpers.personas.profile.observed import acted, asked_for_help, counted_up
from helpers.workspace import contracts

PEOPLE = pd.Index(["ann", "bob", "cat"])


def test_shares_are_each_customer_s_own_and_missing_without_a_case():
    counts = Counts(
        PEOPLE, [("code", "no"), ("code", "yes"), ("price", "mean")],
        np.array([[[1, 1, 0.5], [0, 2, 1.0], [0, 0, 0.0]], [[1, 1, 0.5], [0, 0, 0], [0, 0, 0]]]),
        ["code", "price"], np.array([[[2, 1], [2, 1], [0, 0]], [[2, 1], [0, 0], [0, 0]]]),
    )  # fmt: skip

    code, price = acted(counts)

    assert list(code.values) == ["yes"]  # the no beside it says nothing more
    assert code.values["yes"].tolist()[:2] == [0.5, 1.0]
    assert np.isnan(code.values["yes"].iloc[2])
    assert (code.form, price.form) == ("share", "number")
    assert price.values["mean"].tolist()[:2] == [0.5, 1.0]


@pytest.fixture
def features():
    frame = contracts.empty("features").reindex(range(3))
    return frame.assign(
        customer_id=["ann", "ann", "bob"],
        snapshot_day=pd.to_datetime(["2026-06-30", "2026-09-30", "2026-09-30"]),
        net_amount=[1.0, 5.0, 7.0], orders_365=[1, 0, 2], memberships=[0, 2, 0],
        last_order_day=pd.Timestamp("2026-01-01"),
    )  # fmt: skip


def test_only_the_newest_day_of_the_features_counts(features):
    told = {item.name: item for item in counted_up(features, PEOPLE)}

    assert told["net_amount"].values["mean"].tolist()[:2] == [5.0, 7.0]
    assert told["member"].values["yes"].tolist()[:2] == [1, 0]
    assert told["lapsed"].values["yes"].tolist()[:2] == [1, 0]
    assert told["lapsed"].values["yes"].isna().iloc[2]


def test_tickets_of_a_year_are_counted_and_who_has_none_has_nought():
    rows = [("ann", "ticket", "refund", "2026-09-01"), ("ann", "ticket", "question", "2026-08-01"),
            ("ann", "call", "refund", "2026-09-01"), ("bob", "ticket", "refund", "2025-09-30"),
            (None, "ticket", "refund", "2026-09-01")]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["customer_id", "kind", "subject", "event_day"])
    table = ibis.memtable(frame).mutate(event_day=ibis._.event_day.cast("date"))

    tickets, about = asked_for_help(table, date(2026, 9, 30), PEOPLE)

    assert tickets.values["mean"].tolist() == [2, 0, 0]  # bob's is a year and more ago
    assert about.values.loc["ann"].to_dict() == {"question": 0.5, "refund": 0.5}
    assert about.values.loc["bob"].isna().all()
