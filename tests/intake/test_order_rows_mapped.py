import pytest

from helpers.workspace import InputError, privacy

HEADER = "order,day,pieces,price,who,sku\n"
DAY = "2026-07-06"
GOOD = "A1,2026-05-01,2,10.50,c1,T1\n"


def rejected(tables):
    found = tables.rejected[["line", "rule", "column"]].astype(object)
    return list(found.where(found.notna(), None).itertuples(index=False, name=None))


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


def test_a_discount_lowers_the_amount_and_may_not_raise_it(acme):
    told = acme.mapped(DAY, "order,day,pieces,price,who,sku,less\n"
                            "A1,2026-05-01,2,10,c,T,3\nA2,2026-05-01,2,10,c,T,-3\n"
                            "A3,2026-05-01,-2,10,c,T,-3\n")  # fmt: skip

    tables = acme.take_in(told.replace("order_id =", 'discount = "less", order_id ='))

    assert tables.order_lines["amount"].astype(float).tolist() == [17.0, -17.0]
    assert rejected(tables) == [(3, "impossible_amount", "less")]


def test_a_comma_as_decimal_sign_is_declared_or_refused(acme):
    told = acme.mapped(DAY, HEADER + 'A1,2026-05-01,1,"1.234,50",c1,T1\n')

    as_declared = acme.take_in(told.replace('decimal = "."', 'decimal = ","'))
    as_undeclared = acme.take_in(told)

    assert as_declared.order_lines["amount"].astype(float).tolist() == [1234.5]
    assert rejected(as_undeclared) == [(2, "impossible_amount", "price")]


@pytest.mark.parametrize("cell", ["1.38E+10", "8.61E+18"])
@pytest.mark.parametrize("place", [0, 4, 5])
def test_an_id_that_a_spreadsheet_has_rounded_refuses_the_file(acme, cell, place):
    row = "A2,2026-05-01,2,10.50,c1,T1".split(",")
    row[place] = cell

    with pytest.raises(InputError, match=r"line 3, column '\w+': a spreadsheet has rounded"):
        acme.take_in(acme.mapped(DAY, HEADER + GOOD + ",".join(row) + "\n"))


@pytest.mark.parametrize(
    ("price", "amount", "currency"),
    [
        ("¥1,234.50", 1234.5, "CNY"), ("￥１２", 12, "CNY"), ("CNY 12", 12, "CNY"),
        ("12 元", 12, "CNY"), ("(12.00)", -12, "CNY"), ("$2", 14, "USD"), ("($2)", -14, "USD"),
        ("1,23,456.78", 123456.78, "CNY"),
    ],
)  # fmt: skip
def test_a_currency_beside_the_price_is_heeded(acme, price, amount, currency):
    tables = acme.take_in(acme.mapped(DAY, HEADER + f'A1,2026-05-01,1,"{price}",c1,T1\n'))

    line = tables.order_lines.iloc[0]
    assert (float(line["unit_price"]), line["currency"]) == (amount, currency)


def test_an_amount_whose_sign_contradicts_the_rows_currency_is_rejected(acme):
    told = acme.mapped(DAY, HEADER.strip() + ",money\n" + "A1,2026-05-01,1,$5,c1,T1,USD\n"
                            "A2,2026-05-01,1,€5,c1,T1,CNY\n")  # fmt: skip

    tables = acme.take_in(told.replace("order_id =", 'currency = "money", order_id ='))

    assert rejected(tables) == [(3, "other_currency", "price")]
    assert tables.order_lines["unit_price"].astype(float).tolist() == [35.0]


def test_a_constant_of_the_declaration_stands_on_every_line(acme):
    told = acme.mapped(DAY, HEADER + GOOD)
    fixed = told.replace("columns =", 'fixed = { channel = "pos" }\ncolumns =')

    assert acme.take_in(fixed).orders["channel"].tolist() == ["pos"]


def test_the_ledger_tells_how_many_invisible_marks_were_removed(acme):
    row = "A\u200b1\u200e,2026-05-01,1,4,c1,T1\n"

    tables = acme.take_in(acme.mapped(DAY, HEADER + row))

    assert tables.order_lines["order_id"].tolist() == ["A1"]
    assert "2 invisible marks removed" in tables.intake_ledger["note"][0]
