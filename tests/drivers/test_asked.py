import numpy as np
import pandas as pd
import pytest

from helpers.drivers.asked import asked_prices, family

WEEKS = pd.date_range("2026-01-05", periods=3, freq="7D").as_unit("us")
NO_PRICES = pd.DataFrame({"product_id": [], "event_day": pd.to_datetime([]), "price": []})
NO_PROMOTIONS = pd.DataFrame({
    "promotion": [], "product_id": [], "event_day": pd.to_datetime([]),
    "last_day": pd.to_datetime([]), "discount_percent": [],
})  # fmt: skip
NO_PAID = pd.DataFrame({"week": pd.to_datetime([]), "product_id": [], "paid": [], "listed": []})


def prices(*rows):
    table = pd.DataFrame(rows, columns=["product_id", "event_day", "price"])
    return table.assign(event_day=pd.to_datetime(table["event_day"]))


def promotions(*rows):
    table = pd.DataFrame(rows, columns=list(NO_PROMOTIONS))
    days = {name: pd.to_datetime(table[name]) for name in ("event_day", "last_day")}
    return table.assign(**days)


def test_a_list_price_holds_from_its_day_on():
    told = prices(("a", "2026-01-01", 10.0), ("a", "2026-01-12", 20.0))

    asked = asked_prices(["a"], WEEKS, told, NO_PROMOTIONS, NO_PAID)

    assert asked["price"].tolist() == [10, 20, 20]


def test_a_price_that_changes_within_a_week_is_the_mean_of_its_days():
    told = prices(("a", "2026-01-01", 10.0), ("a", "2026-01-08", 17.0))

    asked = asked_prices(["a"], WEEKS, told, NO_PROMOTIONS, NO_PAID)

    assert asked["price"].iloc[0] == pytest.approx((3 * 10 + 4 * 17) / 7)


def test_a_promotion_lowers_its_product_on_its_days_and_is_told_without_its_year():
    told = prices(("a", "2026-01-01", 10.0), ("b", "2026-01-01", 10.0))
    offers = promotions(("Winter sale 2026", "a", "2026-01-12", "2026-01-18", 20.0))

    asked = asked_prices(["a", "b"], WEEKS, told, offers, NO_PAID)

    assert asked["price"].tolist() == [10, 8, 10, 10, 10, 10]
    assert asked["promotion"].tolist()[1] == "Winter sale"
    assert asked["promotion"].isna().sum() == 5


def test_of_two_promotions_the_deeper_counts_and_one_without_a_product_holds_for_all():
    told = prices(("a", "2026-01-01", 10.0), ("b", "2026-01-01", 10.0))
    offers = promotions(
        ("All", "", "2026-01-05", "2026-01-11", 10.0), ("One", "b", "2026-01-05", None, 30.0)
    )

    asked = asked_prices(["a", "b"], WEEKS[:1], told, offers, NO_PAID)

    assert asked["promotion"].tolist() == ["All", "One"]
    assert asked["depth"].tolist() == pytest.approx([0.1, (0.3 + 6 * 0.1) / 7])


def test_without_lists_what_was_paid_holds_until_the_next_sale():
    paid = pd.DataFrame({"week": WEEKS[[0, 2]], "product_id": "a", "paid": [8.0, 10.0],
                         "listed": [10.0, 10.0]})  # fmt: skip

    asked = asked_prices(["a"], WEEKS, NO_PRICES, NO_PROMOTIONS, paid)

    assert asked["price"].tolist() == pytest.approx([8, 8, 10])
    assert asked["depth"].tolist() == pytest.approx([0.2, 0.2, 0.0])


def test_a_product_of_which_no_price_is_known_has_none():
    asked = asked_prices(["a"], WEEKS, NO_PRICES, NO_PROMOTIONS, NO_PAID)

    assert np.isnan(asked["price"]).all()


@pytest.mark.parametrize(("name", "told"), [("Spring 2025", "Spring"), ("2025", "2025"),
                                            ("11.11 week 2024", "11.11 week")])  # fmt: skip
def test_a_promotion_is_the_same_in_every_year(name, told):
    assert family(name) == told
