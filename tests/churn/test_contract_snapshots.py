from datetime import date

import numpy as np
import pandas as pd
from churn.planted_contracts import as_known, planted

from helpers.churn.contract_snapshots import (
    inputs_of,
    labelled_contracts,
    running_on,
    with_endings,
)
from helpers.workspace import contracts
from helpers.workspace.contracts_on import contracts_on

MARCH, JUNE, AS_OF = date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)
NO_FEATURES = contracts.empty("features")


def agreed(*rows):
    told = pd.DataFrame(rows, columns=["customer_id", "started_day", "ended_day"])
    days = {name: pd.to_datetime(told[name]) for name in ("started_day", "ended_day")}
    return told.assign(
        **days, subscription_id=[f"s{n}" for n in range(len(told))], plan="monthly",
        monthly_amount=10.0, event_day=days["started_day"], tenure_months=np.nan,
        has_ended=days["ended_day"].notna(),
    )  # fmt: skip


FEW = agreed(
    ("goes", "2025-01-01", "2026-05-01"), ("stays", "2025-01-01", None),
    ("changes", "2025-01-01", "2026-05-01"), ("changes", "2026-05-02", None),
    ("gone", "2025-01-01", "2025-12-01"), ("comes", "2026-05-01", None),
    ("two", "2025-01-01", "2026-05-01"), ("two", "2025-01-01", None),
)  # fmt: skip


def test_who_has_no_contract_left_has_ended_and_who_changed_or_kept_one_has_not():
    running = running_on(FEW, NO_FEATURES, MARCH)

    told = with_endings(running, contracts_on(FEW, JUNE).rows, horizon_days=91)

    ended = told.groupby("customer_id")["ended"].agg(list).to_dict()
    assert ended == {"changes": [False], "goes": [True], "stays": [False], "two": [False, False]}
    assert told.loc[told["customer_id"].eq("two"), "contracts"].tolist() == [2, 2]
    assert set(told["known_on"].dt.date) == {JUNE}


def test_a_day_whose_outcome_is_not_known_yet_is_not_learned_from():
    read = lambda day: as_known(FEW, day)  # noqa: E731

    told = labelled_contracts(read, NO_FEATURES, [MARCH, AS_OF], as_of=AS_OF, horizon_days=91)

    assert set(told["snapshot_day"].dt.date) == {MARCH}


def test_rows_after_the_as_of_day_change_nothing():
    later = agreed(("stays", "2025-01-01", "2026-11-01"), ("new", "2026-10-15", None))
    both = pd.concat([FEW[FEW["customer_id"].ne("stays")], later], ignore_index=True)
    first = FEW.sort_values("customer_id").assign(subscription_id=range(len(FEW)))
    second = both.sort_values("customer_id").query("customer_id != 'new'")
    second = second.assign(subscription_id=range(len(second)))

    found = [labelled_contracts(lambda day, t=table: t, NO_FEATURES, [MARCH], as_of=AS_OF,
                                horizon_days=91) for table in (first, second)]  # fmt: skip

    pd.testing.assert_frame_equal(*found)


def test_what_customers_did_counts_as_of_the_snapshot_day():
    features = pd.DataFrame({
        "customer_id": ["goes", "goes"], "tickets": [3, 9], "satisfaction": [2.5, 1.0],
        "snapshot_day": pd.to_datetime([MARCH, JUNE]),
    })  # fmt: skip

    found = running_on(FEW, features, MARCH).set_index("customer_id")

    assert found.loc["goes", "tickets"] == np.log(4)
    assert found.loc["goes", "satisfaction"] == 2.5
    assert np.isnan(found.loc["stays", "tickets"])


def test_columns_of_which_nothing_was_learned_are_left_out_and_gaps_are_medians_of_then():
    learned = pd.DataFrame({"months": [1.0, 3.0, 5.0], "tickets": [1.0, np.nan, 2.0],
                            "visits_365": np.nan, "ended": True})  # fmt: skip
    now = pd.DataFrame({"months": [2.0], "tickets": [np.nan], "visits_365": [7.0]})

    found = inputs_of(now, like=learned)

    assert found.to_dict("records") == [{"months": 2.0, "tickets": 1.5}]


def test_planted_contracts_end_about_as_often_as_their_hazard_says():
    told = planted(4_000)

    rows = labelled_contracts(lambda day: as_known(told, day), NO_FEATURES, [MARCH],
                              as_of=AS_OF, horizon_days=91)  # fmt: skip

    whole = rows.merge(told[["customer_id", "rate"]], on="customer_id").query("months >= 3")
    expected = 1 - np.exp(-whole["rate"] * 91 / 30.4375)
    assert abs(whole["ended"].mean() - expected.mean()) < 0.03
