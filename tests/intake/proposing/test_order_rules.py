from collections import Counter
from datetime import date

import pytest

from helpers.intake.proposing.order_rules import Line, is_no_goods, order_claims, order_facts
from helpers.workspace.source import ORDER_ENTRIES

DAY = date(2010, 12, 1)


def claims_of(lines):
    return {claim.entry: claim for claim in order_claims(order_facts(lines), ORDER_ENTRIES)}


def line(order="1", product="", name="", quantity="1", day=DAY, content=None):
    line.number = getattr(line, "number", 0) + 1
    return Line(order, product, name, quantity, day, content or line.number)


def test_orders_whose_quantities_are_all_negative_are_cancellations():
    sold = [line(order=str(n)) for n in range(60)] + [line(order="99", quantity="-1")]
    taken_back = [line(order=f"C{n}", quantity="-1") for n in range(30)]

    claim = claims_of(sold + taken_back)["cancellation_orders"]

    assert claim.value == "^C"
    assert claim.evidence == (
        "30 of 30 lines of such orders have a negative quantity, and 1 of 61 of the others"
    )


def test_a_letter_before_usual_orders_means_nothing():
    sold = [line(order=str(n)) for n in range(60)]

    assert "cancellation_orders" not in claims_of(sold + [line(order=f"C{n}") for n in range(30)])


def test_goods_are_told_by_what_their_codes_have_in_common():
    goods = [line(product=f"NB-{n:02}", name=f"Tent {n}") for n in range(20)]
    other = [line(product="GIFT-CARD", name="Gift Card"), line(product="SHIP", name="运费险")]
    bare = [line(name="Tent 3")]

    claim = claims_of(goods + other + bare)["merchandise"]

    assert claim.value == "^(NB-.*)?$"
    assert claim.evidence.startswith("20 of 22 product codes fit; of the others, 2 have names of")
    assert claim.evidence.endswith("; 1 of 1 line without a code have names of goods")


def test_lines_without_a_code_that_are_no_goods_do_not_fit():
    goods = [line(product=f"NB-{n:02}", name=f"Tent {n}") for n in range(20)]

    claim = claims_of([*goods, line(product="GIFT", name="Gift card"), line(name="Tip")])

    assert claim["merchandise"].value == "^NB-"


def test_a_pattern_that_leaves_codes_in_doubt_is_only_a_remark():
    goods = [line(product=f"{85000 + n}", name=f"LIGHT {n}") for n in range(200)]
    doubtful = [line(product="PADS", name="PADS TO MATCH"), line(product="POST", name="POSTAGE")]

    claim = claims_of(goods + doubtful)["merchandise"]

    assert (claim.value, claim.suggestion) == (None, r"^\d{5}")


def test_without_odd_products_nothing_is_said_of_merchandise():
    goods = [line(product=f"NB-{n:02}", name=f"Tent {n}") for n in range(20)]

    assert "merchandise" not in claims_of(goods)


def test_days_of_which_every_line_stands_twice_overlap():
    twice = [line(content=f"a{n}") for n in range(30) for _ in range(2)]
    once = [line(day=date(2010, 12, 2)) for _ in range(30)]

    claim = claims_of(twice + once)["overlaps"]

    assert claim.value == [
        {"first_day": DAY, "last_day": DAY, "copies": 2,
         "why": "every line of these days stands twice (60 lines)"}
    ]  # fmt: skip


def test_equal_lines_are_asked_for_and_none_are_certain():
    assert claims_of([line(), line()])["exact_repeats"].value == "keep"

    asked = claims_of([line(content="a"), line(content="a"), line()])["exact_repeats"]

    assert asked.is_open and "1 line repeats another" in asked.question


def test_equal_lines_of_a_file_that_was_looked_at_in_part_are_asked_for():
    claims = order_claims(order_facts([line(), line()]), ORDER_ENTRIES, whole=False)

    assert [(claim.entry, claim.is_open) for claim in claims] == [("exact_repeats", True)]


def test_only_entries_that_a_format_heeds_are_claimed():
    assert order_claims(order_facts([line()]), frozenset(["merchandise"])) == []


@pytest.mark.parametrize(
    ("name", "odd"),
    [("Gift Card", True), ("GIFT_CARD", True), ("运费险", True), ("Tent", False),
     ("Coffee table", False), ("Tipi", False)],
)  # fmt: skip
def test_services_and_vouchers_are_no_goods(name, odd):
    assert is_no_goods(name) == odd


def test_products_are_counted_by_code_and_name():
    facts = order_facts([line(product="A", name="Tent"), line(product="A", name="Tent")])

    assert facts.products == Counter({("A", "Tent"): 2})
