import pytest

from helpers.reporting.feature_words import feature, group_name
from helpers.reporting.wording import Wording

ENGLISH, CHINESE = Wording("en"), Wording("zh")


@pytest.mark.parametrize(("name", "expected"), [
    ("category=packs_tents", "products bought or looked at: packs and tents"),
    ("code=yes", "orders with a discount code: yes"),
    ("price=mean", "price against others of the category (log)"),
    ("monetary", "spend"), ("country=CN", "country: CN"),
    ("Q1. I like to test my limits", "Q1. I like to test my limits"),
])  # fmt: skip
def test_features_have_names_that_people_read(name, expected):
    assert feature(name, ENGLISH) == expected


def test_features_have_names_in_chinese_too():
    assert feature("code=yes", CHINESE) == "使用折扣码的订单：是"


@pytest.mark.parametrize(("features", "expected"), [
    ("category=fitness;category=nutrition;channel=app", "Fitness and nutrition, by app"),
    ("category=packs_tents;price=high", "Packs and tents, dear products"),
    ("code=yes;returned=yes;time=night", "With discount codes, with returns, at night"),
    ("category=tea;time=teatime", "Tea, at teatime"),
    ("recency_days=low;frequency=high", "Bought lately, buying often"),
    ("Q1. I like a=b=high", "Q1. I like a=b: high"),
    ("", "Without a mark of their own"),
])  # fmt: skip
def test_groups_are_called_by_what_sets_them_apart(features, expected):
    assert group_name(features, ENGLISH) == expected


def test_groups_have_names_in_chinese_too():
    assert group_name("category=fitness;channel=app", CHINESE) == "健身，通过应用购买"
