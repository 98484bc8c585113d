import pandas as pd
import pytest

from helpers.intake import currencies, values


@pytest.mark.parametrize(
    ("written", "bare", "sign"),
    [
        ("$12,400.00", "12,400.00", "$"),
        ("-৳999", "-999", "৳"),
        ("$-5.00", "-5.00", "$"),
        ("￥１,２００", "1,200", "¥"),
        ("HK$ 30", "30", "HK$"),
        ("USD 12,400.00", "12,400.00", "USD"),
        ("1.234,50 €", "1.234,50", "€"),
        ("88元", "88", "元"),
        ("12.50", "12.50", None),
        ("free", "free", None),
        ("$", "$", None),
    ],
)
def test_a_sign_before_or_behind_an_amount_is_taken_off(texts, written, bare, sign):
    found, signs = currencies.apart(texts(written))

    assert found.tolist() == [bare]
    assert signs.astype(object).where(signs.notna(), None).tolist() == [sign]


def test_a_bare_amount_has_the_same_value_as_with_its_sign(texts):
    bare, _ = currencies.apart(texts("¥1,234.50"))

    assert values.read_money(bare, ".").equals(values.read_money(texts("1,234.50"), "."))


def test_an_index_is_kept():
    found, signs = currencies.apart(pd.Series(["$1", "2"], index=[7, 3], dtype="str"))

    assert found.to_dict() == {7: "1", 3: "2"} and signs.isna().to_dict() == {7: False, 3: True}


@pytest.mark.parametrize(
    ("sign", "usual", "known", "currency"),
    [
        ("¥", "CNY", (), "CNY"),
        ("¥", "JPY", (), "JPY"),
        ("¥", "EUR", ("JPY",), "JPY"),
        ("$", "CNY", ("USD", "HKD"), "USD"),
        ("$", "HKD", ("USD",), "HKD"),
        ("$", "CNY", (), "USD"),
        ("RMB", "USD", (), "CNY"),
        ("EUR", "USD", (), "EUR"),
    ],
)
def test_a_sign_stands_for_the_files_currency_where_it_can_else_for_one_with_a_rate(
    sign, usual, known, currency
):
    assert currencies.of_sign(sign, usual, known) == currency


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("spend_cny", ("spend", "CNY")),
        ("Amount (USD)", ("Amount", "USD")),
        ("Unit price eur", ("Unit price", "EUR")),
        ("Price", ("Price", None)),
        ("spend_all", ("spend_all", None)),
    ],
)
def test_a_currency_behind_a_header_is_understood(header, told):
    assert currencies.of_header(header) == told
