import numpy as np
import pandas as pd
import pytest

from helpers.drivers.media.price_level import log_list_prices, log_lowered, price_levels

DAYS = pd.date_range("2025-01-01", periods=10)
PRICES = pd.DataFrame({
    "product_id": ["a", "a", "b"], "event_day": ["2024-12-01", "2025-01-07", "2024-12-01"],
    "price": [100.0, 110.0, 50.0],
})  # fmt: skip
NO_OFFERS = pd.DataFrame({"product_id": [], "event_day": [], "last_day": [],
                          "discount_percent": []})  # fmt: skip
NO_PRICES = pd.DataFrame({"product_id": [], "event_day": [], "price": []})


def offers(*rows):
    return pd.DataFrame(rows, columns=["product_id", "event_day", "last_day", "discount_percent"])


def test_a_list_price_holds_until_the_next():
    levels = log_list_prices(DAYS, PRICES)

    assert levels["a"].tolist() == pytest.approx([0.0] * 6 + [np.log(1.1)] * 4)
    assert levels["b"].tolist() == [0.0] * 10


def test_an_offer_lowers_its_product_on_its_days_and_the_deepest_counts():
    lowered = log_lowered(
        DAYS, PRICES, offers(("a", "2025-01-02", "2025-01-03", 20.0),
                             ("", "2025-01-03", "2025-01-03", 10.0)),
    )  # fmt: skip

    assert lowered["a"].iloc[:4].tolist() == pytest.approx([0, np.log(0.8), np.log(0.8), 0])
    assert lowered["b"].iloc[:4].tolist() == pytest.approx([0, 0, np.log(0.9), 0])


def test_the_level_weighs_products_by_pieces():
    pieces = pd.Series({"a": 3.0, "b": 1.0})

    levels = price_levels(DAYS, pieces, PRICES, NO_OFFERS, NO_PRICES)

    rise = levels["own_price"].iloc[-1] - levels["own_price"].iloc[0]
    assert rise == pytest.approx(0.75 * np.log(1.1))
    assert levels["own_price"].mean() == pytest.approx(0)


def test_prices_that_never_changed_make_no_column():
    levels = price_levels(DAYS, pd.Series({"b": 1.0}), PRICES.iloc[[2]], NO_OFFERS, NO_PRICES)

    assert list(levels) == []
    assert len(levels) == 10


def test_rivals_are_a_column_of_their_own():
    rivals = PRICES.assign(price=[90.0, 81.0, 40.0])

    levels = price_levels(DAYS, pd.Series({"a": 1.0}), PRICES.iloc[[2]], NO_OFFERS, rivals)

    assert list(levels) == ["rival_price"]
    assert np.ptp(levels["rival_price"]) == pytest.approx(-np.log(0.9))
