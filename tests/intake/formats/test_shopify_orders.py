import pandas as pd
import pytest

from helpers.intake.formats import shopify_orders
from helpers.workspace import InputError, paths, privacy

from .conftest import FIXTURES, PARTS, told
from .conftest import rejected as refused

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


def test_an_order_of_which_more_was_paid_back_than_it_came_to_is_rejected_whole(acme):
    above = acme.order("#1", lines=2, **{"Total": "40.00", "Refunded Amount": "40.01"})
    whole = acme.order("#2", **{"Refunded Amount": "20.00"})

    tables = acme.take_in(acme.orders(DAY, above, whole))

    assert rejected(tables) == [
        (2, "refund_above_total", "Refunded Amount"), (3, "order_rejected", None)
    ]  # fmt: skip
    assert tables.orders["order_id"].tolist() == ["#2"]


def test_an_order_whose_total_later_falls_below_its_refund_keeps_what_was_told_before(acme):
    first = acme.orders(DAY, acme.order("#1", **{"Refunded Amount": "5.00"}))
    edited = acme.order("#1", Total="4.00", **{"Refunded Amount": "5.00"})

    tables = acme.take_in(first, acme.orders("2026-10-05", edited))

    assert tables.rejected["rule"].tolist() == ["refund_above_total"]
    assert tables.orders[["total", "refunded"]].astype(float).to_numpy().tolist() == [[20.0, 5.0]]


def test_a_refund_in_another_currency_is_held_against_the_total_at_the_same_rate(acme):
    told = acme.order("#1", Currency="USD", **{"Refunded Amount": "20.00"})

    tables = acme.take_in(acme.orders(DAY, told))

    assert tables.orders["refunded"].astype(float).tolist() == [140.0]


def test_columns_that_no_version_of_the_export_has_are_kept_as_attributes(acme):
    header = [*shopify_orders.ORDER_COLUMNS, "Gift wrap", "Billing Name"]
    told = acme.order("#1", lines=2, **{"Gift wrap": "red", "Billing Name": "Ana"})

    tables = acme.take_in(acme.orders(DAY, told, header=header))

    kept = tables.attributes[["record_id", "name", "value"]].to_numpy().tolist()
    assert kept == [["#1", "Gift wrap", "red"]]


def test_a_line_that_has_lost_its_orders_name_joins_no_other_order(acme):
    rows = acme.order("#1", lines=2)
    rows[1]["Name"] = ""

    tables = acme.take_in(acme.orders(DAY, rows))

    assert rejected(tables) == [(3, "order_rejected", None)]


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


def test_an_order_of_the_api_is_the_exports_order(deliver, take_in):
    tables = take_in(deliver("shopify-orders.csv"), deliver("shopify-orders.jsonl", "2026-10-05"))

    lines = tables.order_lines[tables.order_lines["order_id"].eq("#1001")]
    same = [name for name in lines if name not in ("delivery", "file", "line", "country")]
    exported, pulled = (
        told(rows.sort_values("line_number"), *same) for _, rows in lines.groupby("delivery")
    )
    assert pulled == exported and len(pulled) == 2


def test_lines_of_the_api_have_their_allocated_discounts_and_orders_their_totals(deliver, take_in):
    tables = take_in(deliver("shopify-orders.jsonl"))

    zebedee = privacy.pseudonym("email", "zebedee.quill@example.org")
    number = privacy.pseudonym("contact", "7100000004099")
    assert told(tables.order_lines.sort_values(["line", "line_number"]), "order_id", "line_number",
                "product_id", "product_name", "kind", "quantity", "unit_price", "discount",
                "amount", "line") == [
        ("#1001", 1, "T-1", "Tent", "sale", 1, 20.0, 0.0, 20.0, 1),
        ("#1001", 2, "P-1", "Pegs", "adjustment", 2, 0.0, 0.0, 0.0, 1),
        ("#1004", 1, "T-1", "Tent", "sale", 2, 100.0, 20.0, 180.0, 2),
        ("#1004", 2, "R-1", "Rope - 30 m", "sale", 1, 50.0, 5.0, 45.0, 2),
        ("#1005", 1, "T-1", "Tent", "sale", 1, 20.0, 0.0, 20.0, 3),
        ("#1006", 1, "T-1", "Tent", "sale", 1, 70.0, 0.0, 70.0, 4),
        ("#1007", 1, "T-1", "Tent", "test", 1, 20.0, 0.0, 20.0, 5),
        ("#1008", 1, "T-1", "Tent", "sale", 1, 20.0, 0.0, 20.0, 6),
    ]  # fmt: skip
    assert told(tables.orders.sort_values("line"), "order_id", "event_day", "customer_id", "status",
                "cancelled_day", "total", "refunded", "channel", "with_code", "country", "province",
                "city", "is_test") == [
        ("#1001", "2026-05-01", zebedee, "paid", None, 20.0, 0.0, "web", False, "GB", "ENG",
         "Leeds", False),
        ("#1004", "2026-05-01", zebedee, "partially_refunded", None, 240.0, 75.0, "web", True,
         "GB", "ENG", "Leeds", False),
        ("#1005", "2026-05-01", zebedee, "pending", "2026-05-09", 20.0, 20.0, "web", False, "GB",
         "ENG", "Leeds", False),
        ("#1006", "2026-05-01", zebedee, "partially_refunded", None, 70.0, 35.0, "web", False,
         "GB", "ENG", "Leeds", False),
        ("#1007", "2026-05-01", zebedee, "paid", None, 20.0, 0.0, "web", False, "GB", "ENG",
         "Leeds", True),
        ("#1008", "2026-05-01", number, "paid", None, 20.0, 0.0, "pos", False, None, None, None,
         False),
    ]  # fmt: skip


def test_refunds_of_the_api_count_from_their_own_days(deliver, take_in):
    tables = take_in(deliver("shopify-orders.jsonl"))

    assert told(tables.reversals.sort_values(["order_id", "event_day", "rule", "line_number"]),
                "order_id", "line_number", "event_day", "rule", "amount") == [
        ("#1004", 1, "2026-05-20", "refund", 40.0), ("#1004", 2, "2026-05-20", "refund", 10.0),
        ("#1004", 1, "2026-06-15", "refund", 20.0), ("#1004", 2, "2026-06-15", "refund", 5.0),
        ("#1005", 1, "2026-05-09", "order_cancelled", 20.0),
        ("#1005", 1, "2026-05-09", "refund", 20.0), ("#1006", 1, "2026-05-21", "refund", 35.0),
    ]  # fmt: skip


def test_refunds_of_a_shop_in_another_currency_are_told_in_the_companys(deliver, take_in, acme):
    entry = deliver("shopify-orders.jsonl")
    line = (FIXTURES / "shopify-orders.jsonl").read_text(encoding="utf-8").splitlines()[1]
    acme.write("2026-07-06/shopify-orders.jsonl", line.replace("CNY", "USD") + "\n")

    tables = take_in(entry)

    assert tables.orders["refunded"].astype(float).tolist() == [525.0]
    assert tables.reversals["amount"].astype(float).sum() == 525.0


def test_an_answer_that_is_broken_anywhere_is_rejected_whole(deliver, take_in):
    tables = take_in(deliver("shopify-orders.jsonl"))

    assert refused(tables) == [
        (7, "impossible_amount", "line_items.price"),
        (8, "impossible_date", "refunds.created_at"), (9, "row_tells_nothing", "line_items"),
        (10, "not_a_list", "line_items"), (11, "date_after_delivery", "created_at"),
        (13, "not_json", None),
    ]  # fmt: skip
    assert tables.intake_ledger[PARTS].iloc[0].tolist() == [6, 0, 1, 6]


def test_answers_without_line_items_are_refused(deliver, take_in, acme):
    entry = deliver("shopify-orders.jsonl")
    acme.write("2026-07-06/shopify-orders.jsonl", '{"name": "#1", "created_at": "x"}\n')

    with pytest.raises(InputError, match="has no column 'total_price'"):
        take_in(entry)
