from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from scipy.stats import ttest_ind

from helpers.drivers.media.direct import count_arms, effects_of
from helpers.workspace import engine

AS_OF = date(2025, 6, 30)


def tables(orders, *, spared_from=60, people=100, sent=date(2025, 3, 1)):
    """A campaign to a hundred; the last forty are spared. `orders` are (person, day)."""
    history = [
        {"campaign": "C1", "customer_id": f"p{n}", "arm": "holdout" if n >= spared_from else "x"}
        for n in range(people)
    ]
    campaigns = [{"campaign": "C1", "channel": "email", "cost_per_contact": 0.5, "event_day": sent}]
    lines = [
        {"order_id": f"o{place}", "customer_id": person, "event_day": day, "kind": "sale"}
        for place, (person, day) in enumerate(orders)
    ]
    return (engine.in_memory(pa.Table.from_pylist(rows)) for rows in (history, campaigns, lines))


def test_orders_count_within_three_weeks_of_the_message():
    inside = [("p1", date(2025, 3, 1)), ("p1", date(2025, 3, 21)), ("p70", date(2025, 3, 5))]
    outside = [("p2", date(2025, 3, 22)), ("p2", date(2025, 2, 28))]

    arms = count_arms(*tables(inside + outside), AS_OF).set_index("spared")

    assert arms["customers"].to_dict() == {False: 60, True: 40}
    assert arms["orders"].to_dict() == {False: 2, True: 1}
    assert arms["squares"].to_dict() == {False: 4, True: 1}


def test_a_campaign_whose_weeks_are_not_over_counts_for_nothing():
    assert count_arms(*tables([("p1", AS_OF)], sent=date(2025, 6, 15)), AS_OF).empty


def arms(contacted, spared, campaign="C1", channel="email"):
    return pd.DataFrame([
        {"campaign": campaign, "channel": channel, "sent_day": date(2025, 3, 1),
         "cost_per_contact": 0.5, "spared": flag, "customers": len(each), "orders": each.sum(),
         "squares": (each**2).sum()}
        for flag, each in ((False, contacted), (True, spared))
    ])  # fmt: skip


def test_the_interval_is_that_of_two_means():
    rng = np.random.default_rng(0)
    contacted, spared = rng.poisson(0.3, 800).astype(float), rng.poisson(0.2, 300).astype(float)

    row = effects_of(arms(contacted, spared), 50.0, "margin").set_index("campaign").loc["C1"]

    welch = ttest_ind(contacted, spared, equal_var=False).confidence_interval()
    assert row["contribution"] == pytest.approx(50 * 800 * (contacted.mean() - spared.mean()))
    assert row["contribution_lower"] == pytest.approx(50 * 800 * welch.low, rel=0.01)
    assert row["return_per_spend"] == pytest.approx(row["contribution"] / 400)


def test_campaigns_add_up_by_way_of_sending_and_in_all():
    rng = np.random.default_rng(1)
    each = [
        arms(rng.poisson(0.3, 200), rng.poisson(0.2, 100), name, channel)
        for name, channel in (("C1", "email"), ("C2", "email"), ("C3", "sms"))
    ]

    table = effects_of(pd.concat(each), 50.0, "margin").set_index(["channel", "campaign"])

    mails = table.loc[[("email", "C1"), ("email", "C2")], "contribution"]
    assert table.loc[("email", ""), "contribution"] == pytest.approx(mails.sum())
    assert table.loc[("all", ""), "contacted"] == 600
    assert list(table.index[:3]) == [("all", ""), ("email", ""), ("sms", "")]


def test_where_nobody_or_hardly_anybody_was_spared_nothing_is_told():
    everybody = arms(np.ones(100), np.ones(100)).query("not spared")

    assert effects_of(everybody, 50.0, "margin").empty
    assert effects_of(arms(np.ones(100), np.ones(5)), 50.0, "margin").empty
    assert effects_of(everybody.iloc[:0], 50.0, "margin").empty
