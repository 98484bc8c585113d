import pytest

from helpers.workspace import privacy

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
        ("A2,2026-05-01,2,(10.50),c1,T1", "impossible_amount", "price"),
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
