import pandas as pd
import pytest

from helpers.intake import order_rows
from helpers.intake.layout import Layout
from helpers.intake.text_table import TextTable, no_rejects
from helpers.workspace import InputError, privacy

SHARED = {
    "date_formats": {"ordered_at": ("%Y-%m-%d",), "cancelled_at": ("%Y-%m-%d",)}, "decimal": ".",
    "numbers": "crm",
}  # fmt: skip
WHOLE = Layout(
    "order_lines",
    {"order_id": ("No",), "ordered_at": ("Day",), "unit_price": ("Sum",), "status": ("State",),
     "order_refunded": ("Back",), "customer_id": ("Who",), "cancelled_at": ("Off",),
     "coupon": ("Code",)},
    **SHARED,
)  # fmt: skip
LINES = Layout(
    "order_lines",
    {"order_id": ("No",), "ordered_at": ("Day",), "line_place": ("Place",), "status": ("State",),
     "product_name": ("What",), "quantity": ("Pieces",), "unit_price": ("Price",),
     "line_total": ("Total",), "line_refunded": ("Back",), "order_refunded": ("All back",),
     "order_total": ("Paid",), "email": ("Mail",), "phone": ("Tel",)},
    **SHARED,
)  # fmt: skip
LINE = {"No": "1", "Day": "2026-05-01", "What": "Tent", "Pieces": "2", "Price": "30", "Total": "55"}


@pytest.fixture(autouse=True)
def key(root):
    """The key of tests."""


@pytest.fixture
def read(context):
    """Return a function that reads rows (dicts of text) under a layout."""

    def read(layout, *rows):
        names = list(dict.fromkeys(name for row in rows for name in row))
        frame = pd.DataFrame([{name: row.get(name, "") for name in names} for row in rows],
                             dtype="str", index=range(2, len(rows) + 2))  # fmt: skip
        return order_rows.read(TextTable(frame, no_rejects()), context(), layout)

    return read


def rejected(reading):
    told = reading.rejects
    return list(zip(told.lines, told.rules, told.columns, strict=True))


def whole(number, total, **more):
    return {"No": number, "Day": "2026-05-01", "Sum": total} | more


def test_a_row_without_product_is_an_order_of_one_piece(read):
    row = read(WHOLE, whole("1", "12.50", Who="c7")).rows.iloc[0]

    assert (row["quantity"], row["unit_price"], row["total"], row["refunded"]) == (
        1, 125_000, 125_000, 0
    )  # fmt: skip
    assert row["customer_id"] == privacy.pseudonym("contact of crm", "c7")
    assert row["head"] and pd.isna(row["product_id"])


def test_a_row_below_zero_lowers_the_order_of_its_number_wherever_that_stands(read):
    reading = read(WHOLE, whole("1", "-4"), whole("1", "10"), whole("2", "5"), whole("1", "-1"))

    rows = reading.rows.set_index("line")
    assert rows["head"].to_dict() == {2: False, 3: True, 4: True, 5: False}
    assert rows["block"].loc[[2, 3, 5]].nunique() == 1
    assert rows.loc[3, "refunded"] == 50_000 and rows.loc[4, "refunded"] == 0
    assert rows["quantity"].to_dict() == {2: 0, 3: 1, 4: 1, 5: 0}


def test_money_paid_back_on_a_rejected_order_is_rejected_with_it(read):
    reading = read(WHOLE, whole("1", "-4"), whole("1", "x"), whole("2", "10"))

    assert rejected(reading) == [(2, "order_rejected", None), (3, "impossible_amount", "Sum")]


def test_money_paid_back_on_an_order_that_is_not_there_is_rejected(read):
    assert rejected(read(WHOLE, whole("9", "-4"), whole("1", "10"))) == [
        (2, "refund_without_its_order", "Sum")
    ]


def test_an_order_called_refunded_without_an_amount_is_paid_back_entirely(read):
    rows = read(WHOLE, whole("1", "10", State="Refunded"),
                whole("2", "10", State="refunded", Back="3")).rows  # fmt: skip

    assert rows["refunded"].tolist() == [100_000, 30_000]


def test_whether_a_coupon_was_used_is_known_where_the_export_has_a_column_for_it(read):
    told = read(WHOLE, whole("1", "10", Code="SPRING"), whole("2", "10")).rows
    silent = read(WHOLE, whole("1", "10")).rows

    assert told["with_code"].tolist() == [True, False] and silent["with_code"].isna().all()


def test_lines_below_the_first_belong_to_its_order_with_or_without_its_cells(read):
    second = {"What": "Pegs", "Pieces": "1", "Price": "5", "Total": "5"}

    sparse = read(LINES, LINE | {"Paid": "60"}, second).rows
    full = read(LINES, LINE | {"Paid": "60"}, LINE | {"Paid": "60"} | second).rows

    for rows in (sparse, full):
        assert rows["record"].tolist() == ["1", "1"] and rows["head"].tolist() == [True, False]
        assert rows["total"].tolist() == [600_000] * 2
        assert rows["line_discount"].tolist() == [50_000, 0]


def test_the_places_of_lines_tell_two_copies_of_an_order_apart(read):
    rows = read(LINES, *[LINE | {"Place": place} for place in ("1", "2", "1", "2")]).rows

    assert rows["head"].tolist() == [True, False, True, False]


def test_without_a_total_of_its_own_an_order_is_worth_its_lines(read):
    rows = read(LINES, LINE, {"What": "Pegs", "Pieces": "1", "Price": "5", "Total": "5"}).rows

    assert rows["total"].tolist() == [600_000] * 2


def test_refunds_of_lines_go_before_that_of_the_whole_order(read):
    by_line = read(LINES, LINE | {"Back": "10", "All back": "15"}).rows
    as_whole = read(LINES, LINE | {"Back": "0", "All back": "-15"}).rows

    assert by_line["refunded"].tolist() == [100_000] and as_whole["refunded"].tolist() == [150_000]


@pytest.mark.parametrize(
    ("cells", "rule", "column"),
    [
        ({"No": ""}, "order_without_name", "No"),
        ({"Day": "2026-02-30"}, "impossible_date", "Day"),
        ({"Day": "2026-10-01"}, "date_after_delivery", "Day"),
        ({"Day": "1926-05-01"}, "impossible_date", "Day"),
    ],
)
def test_a_broken_order_cell_rejects_all_its_lines(read, cells, rule, column):
    reading = read(LINES, LINE | cells, {"What": "Pegs", "Pieces": "1", "Price": "5"},
                   LINE | {"No": "2"})  # fmt: skip

    assert rejected(reading) == [(2, rule, column), (3, "order_rejected", None)]
    assert reading.rows["record"].tolist() == ["2"]


@pytest.mark.parametrize(
    ("cells", "rule", "column"),
    [
        ({"Pieces": "1.5"}, "impossible_quantity", "Pieces"),
        ({"Price": "1.234,50"}, "impossible_amount", "Price"),
        ({"Price": ""}, "impossible_amount", "Price"),
        ({"Total": "x"}, "impossible_amount", "Total"),
        ({"Total": "61"}, "impossible_amount", "Total"),
        ({"Back": "56"}, "refund_above_sale", "Back"),
    ],
)
def test_a_broken_line_is_rejected_alone_and_the_next_one_begins_the_order(
    read, cells, rule, column
):
    reading = read(LINES, LINE | cells, {"What": "Pegs", "Pieces": "1", "Price": "5"})

    assert rejected(reading) == [(2, rule, column)]
    assert reading.rows[["line", "head"]].to_numpy().tolist() == [[3, True]]
    assert reading.rows["record"].tolist() == ["1"]


def test_a_total_may_lie_a_rounded_cent_above_its_pieces(read):
    reading = read(LINES, LINE | {"Pieces": "3", "Price": "3.33", "Total": "10.00"})

    assert reading.rows["line_discount"].tolist() == [-100]


def test_a_row_without_goods_below_an_order_is_nothing_sold(read):
    reading = read(LINES, LINE, {"No": ""})

    assert rejected(reading) == [] and reading.rows["quantity"].tolist() == [2, 0]
    assert reading.rows["unit_price"].tolist() == [300_000, 0]


def test_more_paid_back_by_rows_than_an_order_came_to_rejects_it_with_these_rows(read):
    reading = read(WHOLE, whole("1", "10"), whole("1", "-6"), whole("1", "-5"), whole("2", "5"))

    assert rejected(reading) == [
        (2, "refund_above_total", "Sum"), (3, "order_rejected", None), (4, "order_rejected", None)
    ]  # fmt: skip
    assert reading.rows["record"].tolist() == ["2"]


@pytest.mark.parametrize(
    ("cells", "rules"),
    [
        ({"Paid": "60", "All back": "60"}, []),
        ({"Paid": "60", "All back": "61"}, ["refund_above_total"]),
        ({"All back": "55"}, []),
        ({"All back": "56"}, ["refund_above_total"]),
        ({"Paid": "50", "Back": "51"}, ["refund_above_total"]),
    ],
)
def test_a_refund_is_held_against_the_total_or_what_the_lines_come_to(read, cells, rules):
    assert [rule for _, rule, _ in rejected(read(LINES, LINE | cells))] == rules


def test_an_order_of_unknown_total_with_a_broken_line_is_not_judged_by_the_others(read):
    broken = {"What": "Pegs", "Pieces": "1", "Price": "x"}

    reading = read(LINES, LINE | {"All back": "80"}, broken)

    assert rejected(reading) == [(3, "impossible_amount", "Price")]
    assert reading.rows["refunded"].tolist() == [800_000]


@pytest.mark.parametrize("cells", [{"Paid": "sixty"}, {"All back": "some"}])
def test_a_total_or_a_refund_that_cannot_be_read_rejects_the_order(read, cells):
    reading = read(LINES, LINE | cells, {"What": "Pegs", "Pieces": "1", "Price": "5"})

    assert rejected(reading) == [
        (2, "impossible_amount", *cells), (3, "order_rejected", None)
    ]  # fmt: skip


def test_a_file_without_prices_is_refused(read):
    with pytest.raises(InputError, match="has no column 'Price'"):
        read(LINES, {"No": "1", "Day": "2026-05-01", "What": "Tent"})
