import numpy as np
import pytest

from helpers.drivers.media.effects import (
    contributions,
    felt_effects,
    interval,
    media_effects,
    whole,
)


def test_what_channels_brought_is_what_was_planted(company, learned, true_shares):
    shares = contributions(learned, slice(None)) / company.sales.sum()

    for place, name in enumerate(learned.channels):
        _, lower, upper = interval(shares[:, place])
        assert lower - 0.01 <= true_shares[name] <= upper
    assert shares[:, 0].mean() == pytest.approx(true_shares["radio"], abs=0.06)


def test_a_contribution_is_the_channels_part_of_sales_on_each_day(learned):
    days = slice(100, 103)

    parts = felt_effects(learned, days)
    told = contributions(learned, days)

    sales = learned.series.sales.to_numpy()[days]
    by_hand = sum(
        sales[day] * parts[0, 1, day] / whole(learned, parts, days)[0, day] for day in range(3)
    )
    assert told[0, 1] == pytest.approx(by_hand)


def test_usual_sales_are_those_at_the_channels_mean(learned):
    parts = felt_effects(learned, slice(None))

    assert whole(learned, parts, slice(None)).mean(axis=1) == pytest.approx(1, abs=1e-4)


def test_the_table_tells_money_returns_and_shapes_of_the_last_year(learned):
    table = media_effects(learned, letter="B").set_index("channel")

    year = learned.series.spend.iloc[-365:].sum()
    assert table["spend"].to_dict() == pytest.approx(year.to_dict())
    assert table["return_per_spend"].tolist() == pytest.approx(
        (table["contribution"] / table["spend"]).tolist()
    )
    assert table["share_of_spend"].sum() == pytest.approx(1)
    assert table["separable"].all()
    assert set(table["grade"]) == {"B"}
    assert bool(table.loc["radio", "carry_over_told"])


def test_of_a_channel_that_does_nothing_the_data_tell_no_half_saturation(learned):
    table = media_effects(learned).set_index("channel")

    assert not table.loc["posters", "half_saturation_told"]


def test_of_twins_only_what_they_did_together_is_told(twins):
    table = media_effects(twins, letter="A").set_index("channel")

    pair = table.loc[["posters", "radio"]]
    assert not pair["separable"].any()
    assert pair["contribution"].isna().all()
    assert set(pair["together_with"]) == {"radio, posters"}
    assert set(pair["grade"]) == {"refused"}
    assert pair["group_contribution"].nunique() == 1
    assert bool(table.loc["search", "separable"])


def test_an_interval_holds_19_in_20_draws():
    mean, lower, upper = interval(np.arange(1001.0))

    assert (mean, lower, upper) == pytest.approx((500, 25, 975))
