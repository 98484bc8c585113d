from datetime import date

import numpy as np
import pandas as pd
import pytest

from helpers.churn import NotForecast, score
from helpers.churn.labels import has_left
from helpers.churn.scoring import bands
from helpers.workspace import contracts, engine
from helpers.workspace.contracts import validate

WINDOW = 91


def known(shop, day):
    return shop.days[shop.days["event_day"].le(pd.Timestamp(day))]


def test_scores_come_near_what_is_true_of_planted_customers(shop, scored, as_of):
    from sklearn.metrics import roc_auc_score

    risk = scored.risk.set_index("customer_id")["risk"]
    left = has_left(shop.days, risk.index, as_of, window_days=WINDOW)
    truth = shop.true_chance(risk.index, as_of)

    # Who knows each pace and last day tells them apart best: most of that is found.
    best = roc_auc_score(left, truth) - 0.5
    assert roc_auc_score(left, risk) - 0.5 > 0.75 * best
    assert left.mean() / risk.mean() == pytest.approx(1, abs=0.1)


def test_the_mean_risk_is_the_base_rate_that_is_foreseen(scored):
    if scored.model.name != "expected":
        assert scored.risk["risk"].mean() == pytest.approx(scored.level.share)
    assert scored.risk["base_rate"].iloc[0] == pytest.approx(scored.risk["risk"].mean())


def test_the_table_keeps_its_contract(scored):
    contract = contracts.load("churn_risk")
    frame = scored.risk.reindex(columns=list(contract.columns))

    validate(engine.in_memory(frame).cast(contract.schema), contract)
    assert list(frame.dropna(axis="columns")) == list(scored.risk)


def test_rows_dated_after_the_day_change_nothing(shop, scored, as_of):
    late = shop.features.assign(snapshot_day=pd.Timestamp("2026-09-30"), tickets=9)

    again = score(
        pd.concat([shop.features, late]), shop.outlook, known(shop, as_of), as_of=as_of,
        window_days=WINDOW,
    )  # fmt: skip

    pd.testing.assert_frame_equal(again.risk, scored.risk)


def test_the_newest_outcome_takes_no_part_in_the_choice(scored):
    tested = {one.day for one in scored.trials}

    assert max(tested) not in scored.chosen_on
    assert set(scored.chosen_on) == tested - {max(tested)}


def test_no_row_that_is_learned_from_knows_a_later_day(scored, as_of):
    assert scored.labelled["known_on"].max() <= pd.Timestamp(as_of)


def test_a_young_company_is_refused_with_how_long_it_has_sold(shop):
    young = shop.days[shop.days["event_day"].le(pd.Timestamp("2023-12-01"))]

    with pytest.raises(NotForecast, match="182 days of orders.*there are 1") as told:
        score(shop.features, shop.outlook, young, as_of=date(2023, 12, 1), window_days=WINDOW)

    assert told.value.missing == "days"


def test_a_company_that_everybody_stays_with_is_refused(shop, as_of):
    names = shop.features["customer_id"].unique()
    at = pd.date_range("2023-07-01", as_of, freq="20D")
    days = pd.DataFrame([(name, day) for name in names[:150] for day in at],
                        columns=["customer_id", "event_day"])  # fmt: skip

    with pytest.raises(NotForecast, match="at least 10 customers who left: there are 0"):
        score(shop.features, shop.outlook, days, as_of=as_of, window_days=WINDOW)


def test_a_company_that_everybody_left_is_refused(shop, as_of):
    gone = shop.days[shop.days["event_day"].le(pd.Timestamp("2024-01-31"))]

    with pytest.raises(NotForecast, match="at least 100 customers at risk: there are 0"):
        score(shop.features, shop.outlook, gone, as_of=as_of, window_days=WINDOW)


def test_without_an_outlook_customers_are_scored_by_their_pace_so_far(shop, as_of):
    found = score(
        shop.features, pd.DataFrame(), known(shop, as_of), as_of=as_of, window_days=WINDOW
    )

    assert found.risk["risk"].between(0, 1).all()


def test_who_ordered_ten_thousand_times_does_not_upset_the_others(shop, as_of):
    heavy = shop.features.copy()
    own = heavy["customer_id"].eq("c0001")
    heavy.loc[own, ["order_days", "orders_365", "orders"]] = 10_000
    heavy.loc[own, "net_amount"] = -50.0

    found = score(heavy, shop.outlook, known(shop, as_of), as_of=as_of, window_days=WINDOW)

    assert np.isfinite(found.risk["risk"]).all()


def test_bands_follow_the_odds_of_all():
    chance = np.array([0.70, 0.55, 0.45, 0.30, 0.5])

    assert bands(chance).tolist() == ["high", "mid", "mid", "low", "mid"]


def test_a_company_with_one_known_outcome_is_scored_all_the_same(shop):
    day = date(2025, 3, 31)
    late = shop.features["snapshot_day"].ge(pd.Timestamp("2024-12-01"))

    found = score(
        shop.features[late], shop.outlook, known(shop, day), as_of=day, window_days=90
    )

    assert found.trials == found.chosen_on == []
    assert found.evidence.empty
    assert found.risk["risk"].between(0, 1).all()
