import ibis
import pandas as pd

from helpers.drivers.sales import (
    by_day,
    dated,
    most_told,
    paid_by_day,
    placed,
    region_names,
    with_products,
    with_regions,
)

LINES = pd.DataFrame({
    "order_id": ["1", "1", "2", "3"], "customer_id": ["x", "x", "y", None],
    "event_day": pd.to_datetime(["2026-01-05"] * 3 + ["2026-01-06"]).date,
    "product_id": ["a", "b", "a", None], "product_name": ["A", "B", "A", "?"],
    "category": [None, "shoes", "tents", "tents"], "kind": ["sale", "sale", "sale", "sale"],
    "quantity": [1, 500, 2, 1], "unit_price": [10.0, 1.0, 12.0, 5.0],
    "list_price": [10.0, None, 12.0, 5.0], "amount": [10.0, 500.0, 24.0, 5.0],
    "currency": ["CNY", "CNY", "CNY", "CNY"], "country": ["CN", "CN", "US", "US"],
})  # fmt: skip
ORDERS = pd.DataFrame({"order_id": ["1"], "country": ["CN"], "province": ["GD"]})


def sold():
    return placed(ibis.memtable(LINES), ibis.memtable(ORDERS))


def test_lines_have_the_place_of_their_order_and_else_their_own_country():
    told = sold().to_pandas().sort_values(["order_id", "product_id"])

    assert told["region"].tolist() == ["CN/GD", "CN/GD", "US"]


def test_a_line_counts_once_however_many_pieces_it_has():
    counts = by_day(sold()).set_index("product_id")

    assert counts.loc["b", ["lines", "pieces", "spend"]].tolist() == [1, 500, 500.0]
    assert counts.loc["a", ["lines", "pieces"]].tolist() == [2, 3]


def test_what_was_paid_is_the_middle_of_the_day_and_the_list_price_falls_back_on_it():
    paid = paid_by_day(sold()).set_index("product_id")

    assert paid.loc["a", ["paid", "listed"]].tolist() == [11.0, 11.0]
    assert paid.loc["b", ["paid", "listed"]].tolist() == [1.0, 1.0]


def test_a_missing_category_is_that_of_the_newest_list_of_products():
    products = pd.DataFrame({
        "product_id": ["a", "a"], "category": ["old", "new"],
        "delivery": pd.to_datetime(["2026-01-01", "2026-02-01"]).date,
    })  # fmt: skip

    told = with_products(ibis.memtable(LINES), ibis.memtable(products)).to_pandas()

    assert told.sort_values("order_id")["category"].iloc[0] in ("new", "shoes")
    assert set(told.loc[told["product_id"].eq("a"), "category"]) == {"new", "tents"}


def test_a_product_is_called_by_what_most_of_its_lines_tell():
    lines = pd.DataFrame({"product_id": ["a", "a", "a", "b"], "category": ["x", "y", "y", None]})

    assert most_told(ibis.memtable(lines), "category").to_dict() == {"a": "y"}


def test_small_provinces_count_to_the_rest_of_their_country_and_small_countries_to_other():
    lines = pd.Series({"CN/GD": 500, "CN/SH": 450, "CN/NM": 20, "FR": 2})

    names = region_names(lines)

    assert names.to_dict() == {
        "CN/GD": "CN/GD", "CN/SH": "CN/SH", "CN/NM": "CN/other", "FR": "other"
    }  # fmt: skip


def test_lines_without_a_place_are_of_no_place():
    lines = pd.DataFrame({"region": ["CN/GD"] * 9 + [None], "line": range(10)})

    told = with_regions(ibis.memtable(lines)).to_pandas()

    assert told["region"].value_counts().to_dict() == {"CN/GD": 9, "other": 1}


def test_days_are_moments_and_money_is_numbers():
    frame = pd.DataFrame({"event_day": ["2026-01-05"], "price": ["9.50"]})

    told = dated(frame)

    assert str(told["event_day"].dtype) == "datetime64[us]" and told["price"].iloc[0] == 9.5


def test_where_no_place_is_told_there_are_no_regions():
    assert region_names(pd.Series([12], pd.Index([None], dtype="str"))).empty
