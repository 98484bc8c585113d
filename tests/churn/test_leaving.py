"""The chapter's risks, put together: a planted company, and others of which too little is known."""

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from helpers.churn.leaving import (
    Window,
    company_window,
    kept_days,
    reasons_of,
    risk_of,
    trend_of,
    trusted,
    who_leaves,
)
from helpers.workspace import contracts

DAY = date(2026, 9, 30)
ENDS = pd.date_range("2024-09-30", "2026-09-30", freq="QE")
WINDOW = Window(91, "asked", contracts.empty("churn_windows"))


class FakeDesk(SimpleNamespace):
    """A desk with tables in memory."""

    def read(self, name, **_):
        return self.tables.get(name.rstrip("?"), contracts.empty(name.rstrip("?")))


def orders(rate, customers=600, *, seed=1):
    """Order days of customers who each order at a rate of their own, and leave by chance."""
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(customers):
        start = rng.integers(0, 700)
        gone = start + rng.exponential(500)
        days = start + np.cumsum(rng.exponential(rate * rng.gamma(2, 0.5) + 5, 60))
        for day in [start, *days[days < min(gone, 1004)]]:
            rows.append((f"c{number:04}", pd.Timestamp("2024-01-01") + pd.Timedelta(days=int(day))))
    table = pd.DataFrame(rows, columns=["customer_id", "event_day"]).drop_duplicates()
    return table.sort_values(["customer_id", "event_day"], ignore_index=True).assign(spend=10.0)


def features(days):
    parts = []
    for end in ENDS:
        by = days[days["event_day"] <= end].groupby("customer_id")["event_day"]
        recent = days[days["event_day"].between(end - pd.Timedelta(days=364), end)]
        table = pd.DataFrame({
            "first_order_day": by.min(), "last_order_day": by.max(), "order_days": by.size(),
            "recency_days": (end - by.max()).dt.days,
            "orders_365": recent.groupby("customer_id").size(),
            "tenure_days": (end - by.min()).dt.days,
        })  # fmt: skip
        parts.append(table.fillna({"orders_365": 0}).reset_index().assign(snapshot_day=end))
    return pd.concat(parts, ignore_index=True)


def company(days):
    return FakeDesk(as_of=DAY, tables={"features": features(days) if len(days) else
                                       contracts.empty("features")})  # fmt: skip


@pytest.fixture(scope="module")
def found():
    days = orders(60)
    return who_leaves(company(days), days, WINDOW)


def test_everybody_who_ordered_within_a_year_is_scored_and_has_a_reason(found):
    risk, reasons = risk_of(found), reasons_of(found)

    days = found.order_days.groupby("customer_id")["event_day"].max()
    active = days[days > pd.Timestamp(DAY) - pd.Timedelta(days=365)]
    assert set(risk["customer_id"]) == set(active.index) == set(reasons["customer_id"])
    assert risk["risk"].between(0, 1).all()


def test_the_trend_and_the_trust_speak_of_the_same_customers(found):
    trend, held = trend_of(found), trusted(found, seed=1)

    rates = held.base_rates
    assert trend["customers"].tolist() == rates["customers"].tolist()
    assert trend["silent"].tolist() == rates["left"].tolist()
    assert held.models["is_kept"].any()
    assert held.grade.letter in {"A", "B", "C", "refused"}
    assert held.importance["reason"].is_unique


def test_who_was_silent_for_long_has_the_higher_risk(found):
    risk = risk_of(found)

    assert risk["risk"].corr(risk["days_since"], method="spearman") > 0.3


@pytest.mark.parametrize(
    ("days", "missing"),
    [
        (orders(60).iloc[:0], "customers"),  # nobody ever ordered
        (orders(60, customers=40), "customers"),  # few
        (orders(60)[lambda d: d["event_day"] > "2026-06-01"], "days"),  # younger than two windows
        (orders(60)[lambda d: d["event_day"] < "2024-12-01"], "customers"),  # all gone for long
    ],
)
def test_too_little_is_refused_with_what_is_missing_and_how_much(days, missing):
    refused = who_leaves(company(days), days.reset_index(drop=True), WINDOW)

    assert refused.scored is None
    assert refused.refusal.missing == missing
    assert refused.refusal.found < refused.refusal.needed
    assert all(table.empty for table in (risk_of(refused), reasons_of(refused), trend_of(refused)))
    assert trusted(refused, seed=1).rule is None


def test_one_order_each_is_scored_or_refused_but_never_fails():
    days = orders(60).drop_duplicates("customer_id", keep="last").reset_index(drop=True)

    told = who_leaves(company(days), days, WINDOW)

    # All left: there is nobody to tell them from.
    assert told.refusal.missing == "stayed"


def test_a_window_that_is_asked_for_is_taken_and_another_follows_from_evidence():
    days = orders(60)

    asked = company_window(days, company(days), window_days=45)
    own = company_window(days, company(days))

    assert (asked.days, asked.why) == (45, "asked")
    assert own.evidence.loc[own.evidence["is_chosen"], "window_days"].tolist() == [own.days]


def test_who_is_out_of_scope_is_left_out(monkeypatch):
    days = orders(60, customers=20)
    monkeypatch.setattr("helpers.churn.leaving.order_days", lambda lines: days)
    people = pd.DataFrame({"customer_id": ["c0001", "c0002"], "in_scope": [True, False]})

    kept = kept_days(FakeDesk(as_of=DAY, tables={"order_lines": None}), people)

    assert kept["customer_id"].unique().tolist() == ["c0001"]


def test_orders_after_the_as_of_day_change_nothing(found):
    later = pd.concat([found.order_days, pd.DataFrame({
        "customer_id": ["c0001"], "event_day": [pd.Timestamp("2026-11-11")], "spend": [1.0],
    })])  # fmt: skip
    own = later[later["event_day"] <= pd.Timestamp(DAY)].reset_index(drop=True)

    again = who_leaves(company(own), own, WINDOW)

    pd.testing.assert_frame_equal(risk_of(again), risk_of(found))
