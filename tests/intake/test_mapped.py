import pytest

from helpers.workspace import InputError, privacy

HEADER = "order,day,pieces,price,who,sku\n"
DAY = "2026-07-06"
GOOD = "A1,2026-05-01,2,10.50,c1,T1\n"


def rejected(tables):
    found = tables.rejected[["line", "rule", "column"]].astype(object)
    return list(found.where(found.notna(), None).itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('who"', 'who", colour = "x"', "maps 'colour', which order_lines does not have: it has"),
        (
            'order_id = "order", ',
            "",
            "maps no column to 'order_id' of order_lines for data/raw/acme",
        ),
        ('"sku"', '"skew"', "has no column 'skew'"),
        ('date_format = { day = "%Y-%m-%d" }', "", "no date format is declared for column 'day'"),
        ("date_format = { day", "date_format = { dya", "date_format in source.toml names 'dya'"),
    ],
)
def test_a_wrong_mapping_is_refused_by_name(acme, old, new, told):
    declared = acme.mapped(DAY, HEADER + GOOD)
    assert old in declared

    with pytest.raises(InputError, match=told):
        acme.take_in(declared.replace(old, new))


def test_mapped_contacts_join_mapped_orders_by_the_customers_number(acme):
    acme.write("people.csv", "id,full,mail,tel,ok\nc1,王小明,w@b.cn,13800138000,是\n,x,,,\n")
    people = """
[[files]]
path = "people.csv"
format = "csv"
table = "contacts"
encoding = "utf-8"
received = 2026-07-06
columns = { contact_id = "id", name = "full", email = "mail", phone = "tel", accepts_email = "ok" }
"""

    tables = acme.take_in(acme.mapped(DAY, HEADER + GOOD), people)

    assert tables.contacts["customer_id"].tolist() == tables.orders["customer_id"].tolist()
    assert tables.contacts["accepts_email"].tolist() == [True]
    assert tables.contact_details[["name", "phone"]].to_numpy().tolist() == [
        ["王小明", "+8613800138000"]
    ]  # fmt: skip
    assert rejected(tables) == [(3, "empty_needed_cell", "id")]


REVIEWS = """
[[files]]
path = "{path}"
format = "csv"
table = "feedback"
encoding = "utf-8"
received = {received}
data_through = {received}
columns = {{ feedback_id = "#row", occurred_at = "#data_through", text = "words" }}
fixed = {{ kind = "review" }}
"""


def test_rows_without_a_number_or_a_day_are_told_apart_by_their_text(acme):
    acme.write("1.csv", "words,stars\ngood,5\ngood,5\nbad,1\n")
    acme.write("2.csv", "words,stars\ngood,5\ngood,5\nbad,1\nnew,3\n")
    declared = [REVIEWS.format(path=f"{n}.csv", received=day)
                for n, day in ((1, "2026-07-06"), (2, "2026-09-30"))]  # fmt: skip

    tables = acme.take_in(*declared)

    told = tables.feedback.sort_values("text")[["text", "event_day"]].astype("str")
    assert told.to_numpy().tolist() == [
        ["bad", "2026-07-06"], ["good", "2026-07-06"], ["good", "2026-07-06"], ["new", "2026-09-30"]
    ]  # fmt: skip
    assert tables.intake_ledger["repeated"].tolist() == [0, 3]


SPREAD = """
[[files]]
path = "spend.csv"
format = "csv"
table = "ad_spend"
encoding = "utf-8"
decimal = "."
round_amounts = true
received = 2026-07-06
columns = { event_day = "week" }
date_format = { week = "%Y-%m-%d" }

[files.spread]
into = "channel"
value = "spend"
columns = { television = "tv", search = "search" }
"""


def test_columns_of_one_kind_become_rows(acme):
    acme.write("spend.csv", "week,tv,search,sales\n2026-01-05,1.00005,20,7\n2026-01-12,0,3,8\n")

    tables = acme.take_in(SPREAD)

    told = tables.ad_spend[["event_day", "channel", "spend"]].astype("str").to_numpy().tolist()
    assert told == [
        ["2026-01-05", "search", "20.0000"], ["2026-01-05", "television", "1.0001"],
        ["2026-01-12", "search", "3.0000"], ["2026-01-12", "television", "0.0000"],
    ]  # fmt: skip
    assert tables.attributes[["name", "value"]].to_numpy().tolist() == [
        ["sales", "7"], ["sales", "8"]
    ]  # fmt: skip
    assert tables.intake_ledger[["rows_in", "accepted"]].to_numpy().tolist() == [[2, 2]]


def test_a_row_with_one_broken_cell_among_several_of_a_kind_is_rejected_whole(acme):
    acme.write("spend.csv", "week,tv,search\n2026-01-05,1,x\n2026-01-12,0,3\n")

    tables = acme.take_in(SPREAD)

    assert rejected(tables) == [(2, "impossible_amount", "search")]
    assert tables.ad_spend["event_day"].astype("str").unique().tolist() == ["2026-01-12"]
    assert tables.intake_ledger[["rows_in", "accepted"]].to_numpy().tolist() == [[2, 1]]


def test_order_lines_are_read_under_their_own_column_names(acme):
    tables = acme.take_in(acme.mapped(DAY, HEADER + GOOD + "A1,2026-05-01,1,4,c1,T2\n"))

    lines = tables.order_lines
    assert lines["amount"].astype(float).tolist() == [21.0, 4.0]
    assert lines["customer_id"].unique() == [privacy.pseudonym("contact", "c1")]
    assert tables.orders["total"].astype(float).tolist() == [25.0]
    assert tables.intake_ledger["note"].tolist() == ["exact_repeats = keep"]


@pytest.mark.parametrize(
    ("line", "rule", "column"),
    [
        (",2026-05-01,2,10.50,c1,T1", "order_without_name", "order"),
        ("A2,2026-02-30,2,10.50,c1,T1", "impossible_date", "day"),
        ("A2,1926-02-03,2,10.50,c1,T1", "impossible_date", "day"),
        ("A2,2026-07-07,2,10.50,c1,T1", "date_after_delivery", "day"),
        ("A2,2026-05-01,two,10.50,c1,T1", "impossible_quantity", "pieces"),
        ('A2,2026-05-01,2,"10,50",c1,T1', "impossible_amount", "price"),
        ("A2,2026-05-01,2,inf,c1,T1", "impossible_amount", "price"),
        ("A2,2026-05-01,2,10.50 XYZ,c1,T1", "impossible_amount", "price"),
        ("A2,46143,2,10.50,c1,T1", "impossible_date", "day"),
        ("A2,2099-01-01,2,10.50,c1,T1", "date_after_delivery", "day"),
        ("Total,,2,10.50,,", "impossible_date", "day"),
        ("A2,2026-05-01,2", "ragged_row", None),
    ],
)
def test_a_broken_row_is_rejected_with_rule_column_line_and_text(acme, line, rule, column):
    tables = acme.take_in(acme.mapped(DAY, HEADER + GOOD + line + "\n"))

    assert rejected(tables) == [(3, rule, column)]
    assert tables.rejected_text["text"].str.len().gt(3).all()
    assert tables.intake_ledger[["rows_in", "accepted", "rejected"]].iloc[0].tolist() == [2, 1, 1]


def test_a_cancelled_day_is_read_where_it_is_mapped(acme):
    told = acme.mapped(DAY, "order,day,pieces,price,who,sku,off\n" + GOOD.strip() + ",2026-05-03\n"
                            "A2,2026-05-01,1,1,c1,T1,\nA3,2026-05-01,1,1,c1,T1,soon\n")  # fmt: skip
    told = told.replace('day = "%Y-%m-%d"', 'day = "%Y-%m-%d", off = "%Y-%m-%d"')
    told = told.replace("order_id =", 'cancelled_at = "off", order_id =')

    tables = acme.take_in(told)

    assert tables.reversals[["order_id", "rule"]].to_numpy().tolist() == [["A1", "order_cancelled"]]
    assert rejected(tables) == [(4, "impossible_date", "off")]


@pytest.mark.parametrize("cell", ["1.38E+10", "8.61E+18"])
@pytest.mark.parametrize("place", [0, 4, 5])
def test_an_id_that_a_spreadsheet_has_rounded_refuses_the_file(acme, cell, place):
    row = "A2,2026-05-01,2,10.50,c1,T1".split(",")
    row[place] = cell

    with pytest.raises(InputError, match=r"line 3, column '\w+': a spreadsheet has rounded"):
        acme.take_in(acme.mapped(DAY, HEADER + GOOD + ",".join(row) + "\n"))


def test_a_constant_of_the_declaration_stands_on_every_line(acme):
    told = acme.mapped(DAY, HEADER + GOOD)
    fixed = told.replace("columns =", 'fixed = { channel = "pos" }\ncolumns =')

    assert acme.take_in(fixed).orders["channel"].tolist() == ["pos"]


def test_the_ledger_tells_how_many_invisible_marks_were_removed(acme):
    row = "A\u200b1\u200e,2026-05-01,1,4,c1,T1\n"

    tables = acme.take_in(acme.mapped(DAY, HEADER + row))

    assert tables.order_lines["order_id"].tolist() == ["A1"]
    assert "2 invisible marks removed" in tables.intake_ledger["note"][0]
