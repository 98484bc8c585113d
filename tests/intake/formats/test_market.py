import pytest

from helpers.workspace import InputError

from .conftest import rejected, told


def test_competitors_prices_stand_beside_the_own_product(deliver, take_in):
    tables = take_in(deliver("competitor-prices.csv"))

    assert told(tables.competitor_prices.sort_values("line"), "event_day", "competitor",
                "product_id", "price") == [
        ("2026-05-03", "Altura 高原", "007", 563.0), ("2026-05-03", "Ridge", "007", 559.9)
    ]  # fmt: skip
    assert rejected(tables) == [(4, "empty_needed_cell", "competitor")]


def test_of_prices_in_two_currencies_the_companys_own_counts(deliver, take_in):
    tables = take_in(deliver("list-prices.csv"))

    assert told(tables.prices.sort_values("line"), "product_id", "event_day", "price") == [
        ("007", "2023-10-01", 599.0), ("T-2", "2024-01-01", 1299.0)
    ]  # fmt: skip
    assert told(tables.attributes, "name", "value") == [("price_usd", "89.00")]


def test_a_promotion_may_hold_for_all_products_and_have_no_end(deliver, take_in):
    tables = take_in(deliver("promotions.csv"))

    assert told(tables.promotions.sort_values("line"), "promotion", "product_id", "event_day",
                "last_day", "discount_percent") == [
        ("Offer of the week", "007", "2026-05-03", "2026-05-09", 15.0),
        ("Free delivery", "", "2026-05-01", None, None),
    ]  # fmt: skip
    assert rejected(tables) == [(4, "out_of_bounds", "discount_percent")]


def test_costs_hold_from_a_day_on(deliver, take_in):
    costs = take_in(deliver("product-costs.csv")).costs.sort_values("line")

    assert told(costs, "product_id", "event_day", "unit_cost") == [
        ("007", "2023-10-01", 335.44), ("007", "2026-01-01", 341.0)
    ]  # fmt: skip


def test_serving_costs_are_known_with_their_delivery(deliver, take_in):
    costs = take_in(deliver("serving-costs.csv")).serving_costs.sort_values("line")

    assert told(costs, "activity", "unit", "cost", "event_day") == [
        ("parcel at home", "yuan each", 26.0, "2026-07-06"),
        ("payment", "share of sales", 0.006, "2026-07-06"),
    ]


def test_stock_may_be_below_nothing_and_is_never_half_a_piece(deliver, take_in):
    tables = take_in(deliver("stock.csv"))

    assert told(tables.stock.sort_values("line"), "event_day", "product_id", "pieces") == [
        ("2026-05-03", "007", 112), ("2026-05-03", "T-2", -3)
    ]  # fmt: skip
    assert rejected(tables) == [(4, "impossible_number", "pieces")]


def test_dates_of_tables_made_at_home_are_never_guessed(acme, deliver):
    entry = deliver("stock.csv", date_format={})
    acme.write("2026-07-06/stock.csv", "week,sku,pieces\n03/04/2026,007,1\n")

    with pytest.raises(InputError, match="no date format is declared for column 'week'"):
        acme.take_in(entry)


def test_a_table_with_nothing_to_tell_is_taken_where_that_is_declared(acme, deliver, take_in):
    entry = deliver("product-costs.csv", may_be_empty=True).replace('"True"', "true")
    acme.write("2026-07-06/product-costs.csv", "sku,valid_from,unit_cost_cny\n")

    tables = take_in(entry)

    assert told(tables.intake_ledger, "rows_in", "accepted") == [(0, 0)]
