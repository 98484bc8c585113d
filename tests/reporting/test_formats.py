from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from helpers.reporting.formats import write


def english(value, form=""):
    return write(value, form, language="en", currency="GBP").replace("\N{NO-BREAK SPACE}", " ")


def chinese(value, form=""):
    return write(value, form, language="zh", currency="CNY")


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (12345, "count", "12,345"),
        (12345.0, "count", "12,345"),
        (-3, "count", "−3"),
        (-0.2, "count", "0"),
        (0.7656, "percent", "76.6 %"),
        (0.7656, "percent0", "77 %"),
        (0.02, "points", "+2.0 points"),
        (-0.014, "points", "−1.4 points"),
        (16391525.4, "money", "£16,391,525"),
        (-12.5, "money2", "−£12.50"),
        (Decimal("1234.567"), "money2", "£1,234.57"),
        (96.25, "number1", "96.2"),
        (1234, "rounded", "1,235"),
        ((1234, 4999), "share", "24.7 %"),
        ((9, 4999), "share", "withheld"),
        (date(2026, 9, 30), "day", "30 September 2026"),
        ("2026-09-30", "day", "30 September 2026"),
        (1, "plural|customer|customers", "customer"),
        (2, "plural|customer|customers", "customers"),
        (["a", "b", "c"], "list", "a, b and c"),
        (["a"], "list", "a"),
        ([], "list", "none"),
        (["high", "other_one"], "list|term", "high and other one"),
        (True, "", "yes"),
        (np.bool_(False), "", "no"),
        (np.int64(1200), "", "1,200"),
    ],
)
def test_a_value_is_written_as_english_readers_expect_it(value, form, expected):
    written = english(value, form)

    assert written == expected


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (12345, "count", "12,345"),
        (0.7656, "percent", "76.6%"),
        (0.02, "points", "+2.0 个百分点"),
        (1234.4, "money", "¥1,234"),
        (date(2026, 9, 30), "day", "2026年9月30日"),
        (1, "plural|customer|customers", "customer"),
        (["甲", "乙", "丙"], "list", "甲、乙、丙"),
        ("high", "term", "高"),
        (None, "money", "未知"),
    ],
)
def test_a_value_is_written_as_chinese_readers_expect_it(value, form, expected):
    written = chinese(value, form)

    assert written == expected


@pytest.mark.parametrize(
    ("value", "form", "written"),
    [
        (0.02, "about", "hardly any"),
        (0.124, "about", "about one in eight"),
        (0.5, "about", "about half"),
        (0.97, "about", "nearly all"),
        ((42, 96), "about", "about four in ten"),  # of 96 people: 40 of 95
        ((7, 96), "about", "withheld"),
        ((90, 96), "about", "withheld"),
        ("app", "term|by", "in the app"),
        ("app", "term|nowhere|channel", "app"),
        ("CN/GD", "place", "Guangdong"),
        ("GB", "place", "Britain"),
        ("FR/IDF", "place", "IDF"),
        (["fitness", "packs_tents"], "list|term|category", "fitness and packs and tents"),
    ],
)
def test_shares_things_and_places_are_written_in_words(value, form, written):
    assert english(value, form) == written


def test_a_share_in_words_is_never_far_from_the_share(card_cells):
    shares = [number / 1000 for number in range(1001)]

    meant = [card_cells.MEANT[english(share, "about")] for share in shares]

    assert max(abs(one - share) for one, share in zip(meant, shares, strict=True)) < 0.056


@pytest.mark.parametrize(
    "missing", [None, float("nan"), np.float32("nan"), Decimal("NaN"), pd.NA, pd.NaT]
)
def test_a_missing_value_is_said_to_be_not_known(missing):
    written = english(missing, "percent")

    assert written == "not known"


def test_a_currency_without_a_symbol_is_written_with_its_code():
    written = write(1200, "money", language="en", currency="CHF")

    assert written == "CHF\N{NO-BREAK SPACE}1,200"


def test_a_broken_number_must_say_its_form():
    with pytest.raises(ValueError, match="needs a form: count, percent"):
        english(0.5)


def test_an_unknown_form_names_those_that_there_are():
    with pytest.raises(ValueError, match="'percentage' is not a form: choose one of about, count"):
        english(0.5, "percentage")


def test_a_text_cannot_be_written_as_a_number_and_is_not_repeated():
    with pytest.raises(ValueError, match="'money' does not fit a value of type str") as error:
        english("Jane Roe", "money")

    assert "Jane" not in str(error.value)


def test_an_infinite_number_is_refused():
    with pytest.raises(ValueError, match="infinite number"):
        english(float("inf"), "count")
