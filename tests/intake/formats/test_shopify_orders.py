import pandas as pd
import pytest

from helpers.intake.formats import shopify_orders
from helpers.workspace import InputError, paths, privacy

DAY = "2026-07-06"


def rejected(tables):
    found = tables.rejected[["line", "rule", "column"]].astype(object)
    return list(found.where(found.notna(), None).itertuples(index=False, name=None))


def test_order_level_cells_of_the_first_line_hold_for_all_lines(acme):
    told = acme.orders(DAY, acme.order("#1", lines=3, Total="60.00", **{"Shipping City": "Xi'an"}))

    tables = acme.take_in(told)

    assert tables.order_lines["customer_id"].unique() == [
        privacy.pseudonym("email", "1@example.org")
    ]
    assert tables.order_lines["line_number"].tolist() == [1, 2, 3]
    assert tables.orders[["city", "status", "line"]].to_numpy().tolist() == [["Xi'an", "paid", 2]]
    ledger = tables.intake_ledger.iloc[0]
    assert (ledger["accepted"], ledger["continuation"], ledger["rows_in"]) == (1, 2, 3)


@pytest.mark.parametrize(
    ("changes", "rule", "column"),
    [
        ({"Created at": "2026-02-30"}, "impossible_date", "Created at"),
        ({"Created at": ""}, "impossible_date", "Created at"),
        ({"Created at": "0026-02-03"}, "impossible_date", "Created at"),
        ({"Created at": "2026-07-07"}, "date_after_delivery", "Created at"),
        ({"Cancelled at": "soon"}, "impossible_date", "Cancelled at"),
        ({"Total": "n/a"}, "impossible_amount", "Total"),
        ({"Refunded Amount": "-1.00"}, "impossible_amount", "Refunded Amount"),
        ({"Discount Amount": "1,5"}, "impossible_amount", "Discount Amount"),
        ({"Currency": "EUR"}, "unknown_currency", "Currency"),
    ],
)
def test_a_broken_order_cell_rejects_all_lines_of_the_order(acme, changes, rule, column):
    told = acme.orders(DAY, acme.order("#1", lines=2, **changes), acme.order("#2"))

    tables = acme.take_in(told)

    assert rejected(tables) == [(2, rule, column), (3, "order_rejected", None)]
    assert tables.orders["order_id"].tolist() == ["#2"]


@pytest.mark.parametrize(
    ("changes", "rule", "column"),
    [
        ({"Lineitem quantity": "1.5"}, "impossible_quantity", "Lineitem quantity"),
        ({"Lineitem price": "1.234,50"}, "impossible_amount", "Lineitem price"),
        ({"Lineitem price": "9,999,999.00", "Lineitem quantity": "999999999"}, "impossible_amount",
         "Lineitem price"),
        ({"Lineitem discount": "-3"}, "impossible_amount", "Lineitem discount"),
    ],
)  # fmt: skip
def test_a_broken_line_is_rejected_alone_and_the_next_one_begins_the_order(
    acme, changes, rule, column
):
    rows = acme.order("#1", lines=2)
    rows[0] |= changes

    tables = acme.take_in(acme.orders(DAY, rows))

    assert rejected(tables) == [(2, rule, column)]
    assert tables.order_lines["line"].tolist() == [3] and len(tables.orders) == 1
    assert tables.intake_ledger["accepted"].tolist() == [1]


def test_lines_whose_first_line_is_ragged_are_rejected_with_it(acme):
    told = acme.orders(DAY, acme.order("#1"), acme.order("#2", lines=2))
    path = paths.raw("acme") / DAY / "orders.csv"
    header, first, second, further = path.read_text().splitlines()
    path.write_text("\n".join([header, first, second + ",one more", further, ""]))

    tables = acme.take_in(told)

    assert rejected(tables) == [(3, "ragged_row", None), (4, "order_rejected", None)]
    assert tables.orders["order_id"].tolist() == ["#1"]


def test_a_total_footer_is_rejected(acme):
    footer = [{"Name": "Total", "Total": "40.00"}]

    tables = acme.take_in(acme.orders(DAY, acme.order("#1"), acme.order("#2"), footer))

    assert rejected(tables) == [(4, "impossible_date", "Created at")]


def test_the_same_order_twice_in_a_file_counts_once_and_a_contradiction_is_rejected_with_text(acme):
    again, other = acme.order("#1", lines=2), acme.order("#1", lines=2, Total="21.00")

    tables = acme.take_in(acme.orders(DAY, acme.order("#1", lines=2), again, other))

    ledger = tables.intake_ledger.iloc[0]
    assert ledger[["rows_in", "accepted", "continuation", "repeated", "rejected"]].tolist() == [
        6, 1, 1, 2, 2
    ]  # fmt: skip
    assert tables.rejected["rule"].unique() == ["contradicts_another_row"]
    assert tables.rejected_text["text"].str.contains("#1").all()


def test_an_order_that_changed_is_kept_in_both_versions_and_one_that_did_not_once(acme):
    first = acme.orders(DAY, acme.order("#1"), acme.order("#2"))
    paid_back = acme.order("#1", **{"Refunded Amount": "5.00"})
    second = acme.orders("2026-10-05", paid_back, acme.order("#2"))

    tables = acme.take_in(first, second)

    assert tables.orders.groupby("order_id").size().to_dict() == {"#1": 2, "#2": 1}
    assert tables.reversals["amount"].astype(float).tolist() == [5.0]
    assert tables.intake_ledger["repeated"].tolist() == [0, 1]


def test_an_order_in_another_currency_is_turned_into_the_companys(acme):
    order = acme.order("#1", Currency="USD", Total="20.00", **{"Lineitem price": "20.00"})

    tables = acme.take_in(acme.orders(DAY, order))

    assert float(tables.orders["total"][0]) == 140 == float(tables.order_lines["amount"][0])
    assert tables.orders["currency"].tolist() == ["USD"]


def test_a_guest_is_known_by_phone_where_there_is_no_e_mail_and_else_by_nothing(acme):
    by_phone = acme.order("#1", Email="", **{"Billing Phone": "'138 0013 8000"})
    nobody = acme.order("#2", Email="not an e-mail")

    tables = acme.take_in(acme.orders(DAY, by_phone, nobody))

    who = tables.orders.set_index("order_id")["customer_id"]
    assert who["#1"] == privacy.pseudonym("phone", "+8613800138000") and pd.isna(who["#2"])


def test_orders_with_the_tag_test_are_tests_and_not_those_with_a_word_like_it(acme):
    told = acme.orders(
        DAY, acme.order("#1", Tags="vip, TEST"), acme.order("#2", Tags="testimonial")
    )

    assert acme.take_in(told).order_lines["kind"].tolist() == ["test", "sale"]


def test_other_spellings_of_columns_are_known(acme):
    other = {"Lineitem sku": "Lineitem SKU", "Cancelled at": "Canceled at"}
    header = [other.get(name, name) for name in shopify_orders.ORDER_COLUMNS]
    told = acme.order("#1", **{"Cancelled at": "2026-05-03 10:00:00 +0800"})
    rows = [{other.get(name, name): cell for name, cell in row.items()} for row in told]

    tables = acme.take_in(acme.orders(DAY, rows, header=header))

    assert tables.order_lines["product_id"].tolist() == ["T-1"]
    assert str(tables.orders["cancelled_day"][0]).startswith("2026-05-03")


@pytest.mark.parametrize("missing", ["Lineitem price", "Lineitem sku", "Created at"])
def test_a_missing_column_is_named(acme, missing):
    header = [name for name in shopify_orders.ORDER_COLUMNS if name != missing]
    rows = [{k: v for k, v in row.items() if k != missing} for row in acme.order("#1")]
    told = acme.orders(DAY, rows, header=header)
    if missing == "Created at":
        told = told[: told.index("date_format")]

    with pytest.raises(InputError, match=f"has no column '{missing}'"):
        acme.take_in(told)


def test_an_undeclared_date_format_is_asked_for(acme):
    told = acme.orders(DAY, acme.order("#1", **{"Created at": "01/02/2026"}))

    with pytest.raises(InputError, match="no date format is declared for column 'Created at'"):
        acme.take_in(told[: told.index("date_format")])
