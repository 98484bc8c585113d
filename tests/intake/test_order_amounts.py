"""Amounts of order lines: their signs, currencies, totals and refunds."""

import pytest

from helpers.workspace import InputError

HEADER = "order,day,pieces,price,who,sku\n"
DAY = "2026-07-06"
GOOD = "A1,2026-05-01,2,10.50,c1,T1\n"


def rejected(tables):
    found = tables.rejected[["line", "rule", "column"]].astype(object)
    return list(found.where(found.notna(), None).itertuples(index=False, name=None))


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

MONEY = "order,day,pieces,price,who,sku,paid,back,state\n"


@pytest.fixture
def with_totals(acme):
    """Take in mapped lines that tell what their orders came to and what was paid back."""

    def take_in(*lines):
        told = acme.mapped(DAY, MONEY + "".join(f"{line}\n" for line in lines))
        more = 'order_total = "paid", order_refunded = "back", status = "state", order_id ='
        return acme.take_in(told.replace("order_id =", more))

    return take_in


def test_a_mapped_refund_above_its_orders_total_rejects_all_its_lines_wherever_they_stand(
    with_totals,
):
    tables = with_totals("A1,2026-05-01,1,10,c,T,25,26,", "A2,2026-05-01,1,10,c,T,10,10,",
                         "A1,2026-05-01,1,12,c,S,,,")  # fmt: skip

    rule = ("refund_above_total", "back")
    assert rejected(tables) == [(2, *rule), (4, *rule)]
    assert tables.orders["order_id"].tolist() == ["A2"]
    assert tables.orders[["total", "refunded"]].astype(float).to_numpy().tolist() == [[10, 10]]


def test_a_mapped_refund_within_its_total_is_shared_out_over_the_lines(with_totals):
    tables = with_totals("A1,2026-05-01,1,10,c,T,40,8,", "A1,2026-05-01,1,30,c,S,,,")

    assert tables.reversals["amount"].astype(float).tolist() == [2.0, 6.0]


def test_mapped_lines_that_are_called_refunded_are_paid_back_and_no_others(with_totals):
    tables = with_totals("A1,2026-05-01,1,10,c,T,,,Refunded", "A1,2026-05-01,1,30,c,S,,,paid",
                         "A2,2026-05-01,2,5,c,T,,,refunded")  # fmt: skip

    assert tables.orders["refunded"].astype(float).tolist() == [10.0, 10.0]


def test_a_line_that_is_refunded_and_stands_twice_is_paid_back_once(acme):
    told = acme.mapped(DAY, "order,day,pieces,price,who,sku,state\n"
                            + "A1,2026-05-01,1,10,c,T,refunded\n" * 2)  # fmt: skip
    told = told.replace('"keep"', '"once"').replace("order_id =", 'status = "state", order_id =')

    tables = acme.take_in(told)

    assert tables.orders[["total", "refunded"]].astype(float).to_numpy().tolist() == [[10.0, 10.0]]


def test_a_file_of_which_no_amount_has_a_rate_is_refused_naming_the_currency(acme):
    told = acme.mapped(DAY, HEADER + "A1,2026-05-01,1,€5,c1,T1\n")

    with pytest.raises(InputError, match="column 'price': amounts in 'EUR' have no rate"):
        acme.take_in(told)
