import numpy as np
import pandas as pd
import pytest

from helpers.drivers.people import judged_people, known_before, past_quarters
from helpers.workspace import contracts, engine

AS_OF = pd.Timestamp("2026-06-30")
ENDS = pd.to_datetime(["2025-09-30", "2025-12-31", "2026-03-31"])


def planted_people(size=1500, member=1.5, seed=1):
    """Customers on three quarter ends; members order so many times as often, afterwards."""
    rng = np.random.default_rng(seed)
    names = [f"c{n}" for n in range(size)]
    pace = rng.gamma(4, 0.25, size)
    joined = rng.random(size) < 0.3
    parts, days = [], []
    for end in ENDS:
        before = rng.poisson(4 * pace)
        parts.append(pd.DataFrame({
            "customer_id": names, "snapshot_day": end, "recency_days": rng.integers(1, 300, size),
            "tenure_days": 700, "orders": before, "order_days": before + 1,
            "orders_365": before, "net_amount": 100.0 * (before + 1), "visits_365": before,
            "mails_clicked": 0, "tickets": rng.poisson(0.3, size),
            "returned_share": rng.random(size), "discounted_share": np.nan,
        }))  # fmt: skip
        ahead = rng.poisson((1 + before) / 5 * np.where(joined, member, 1))
        for place in range(ahead.max()):
            who = np.flatnonzero(ahead > place)
            days.append(pd.DataFrame({"customer_id": [names[n] for n in who],
                                      "event_day": end + pd.Timedelta(days=10 + place),
                                      "spend": 50.0}))  # fmt: skip
    members = pd.DataFrame({"customer_id": np.array(names)[joined],
                            "event_day": pd.Timestamp("2025-01-01")})  # fmt: skip
    people = pd.DataFrame({"customer_id": names, "country": "CN",
                           "province": np.where(np.arange(size) % 3, "GD", "SH")})  # fmt: skip
    return pd.concat(parts, ignore_index=True), pd.concat(days, ignore_index=True), members, people


@pytest.fixture(scope="module")
def made():
    features, days, members, people = planted_people()
    rows = past_quarters(features, days, AS_OF)
    return rows, known_before(rows, members, people)


def test_planted_ratios_lie_in_their_intervals(made):
    found = judged_people(*made).set_index(["outcome", "factor"])

    for outcome in ("orders", "spend"):
        own = found.loc[(outcome, "member")]
        assert own["ratio"] == pytest.approx(1.5, abs=0.12) and own["goes_with"]
        assert 0.03 < own["ratio_upper"] - own["ratio"] < 0.15
        assert not found.loc[(outcome, "region:CN/SH"), "goes_with"]


def test_ratios_are_those_of_a_poisson_regression_solved_apart(made):
    """One flag alone: the ratio is that of two means."""
    rows, known = made

    found = judged_people(rows.assign(snapshot_day=ENDS[0]), known[["member"]])

    means = rows["orders"].groupby(known["member"]).mean()
    assert found.iloc[0]["ratio"] == pytest.approx(means[1] / means[0], rel=1e-6)


def test_the_table_keeps_its_contract(made):
    table, contract = judged_people(*made), contracts.load("driver_people")

    contracts.validate(engine.in_memory(table).cast(contract.schema), contract)
    assert table.loc[table["factor"].eq("member"), "customers"].between(380, 520).all()


def test_only_quarters_that_are_over_count():
    features, days, *_ = planted_people(size=50)

    rows = past_quarters(features, days, pd.Timestamp("2026-06-29"))

    assert rows["snapshot_day"].max() == ENDS[1]


def test_rows_after_the_quarter_change_nothing(made):
    features, days, *_ = planted_people()
    later = pd.DataFrame({"customer_id": ["c1"], "event_day": [ENDS[-1] + pd.Timedelta(days=92)],
                          "spend": [9e9]})  # fmt: skip

    rows = past_quarters(features, pd.concat([days, later]), AS_OF)

    assert rows["spend"].max() == made[0]["spend"].max()


def test_a_membership_counts_from_its_own_day():
    features, days, members, people = planted_people(size=50)
    members = members.assign(event_day=pd.Timestamp("2026-01-15"))
    rows = past_quarters(features, days, AS_OF)

    known = known_before(rows, members, people)

    by = known["member"].groupby(rows["snapshot_day"]).max()
    assert by.tolist() == [0, 0, 1]


def test_what_nobody_tells_is_no_factor(made):
    assert "discounted_share" not in made[1] and "member" in made[1]
    features, days, members, people = planted_people(size=50)
    rows = past_quarters(features, days, AS_OF)

    assert "member" not in known_before(rows, members.iloc[:0], people)


def test_customers_without_a_place_have_no_region_to_be_held_against():
    features, days, members, people = planted_people(size=50)
    rows = past_quarters(features, days, AS_OF)

    known = known_before(rows, members, people.assign(country=None, province=None))

    assert not [name for name in known if name.startswith("region:")]


def test_the_region_of_most_customers_is_what_others_are_held_against(made):
    flags = [name for name in made[1] if name.startswith("region:")]

    assert flags == ["region:CN/SH"]
