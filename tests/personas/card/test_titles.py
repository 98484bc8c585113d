import pytest

from helpers.personas.card.titles import items, title
from helpers.reporting.phrases import phrase
from helpers.reporting.wording import Wording


@pytest.mark.parametrize(
    ("features", "english", "chinese"),
    [
        ("category=fitness;category=nutrition;channel=app",
         "who goes for fitness and nutrition and buys in the app",
         "偏爱健身、营养品和习惯在应用内购买"),
        ("code=yes;returned=yes;time=night", "who uses discount codes and often sends things back",
         "爱用折扣码、常退货"),
        ("price=low", "who chooses the cheaper things", "偏爱较便宜的商品"),
        ("Income=high", "who stands out in Income: high", "Income突出：高"),
        ("", "who stands for customers like any other", "与其他客户无异"),
    ],
)  # fmt: skip
def test_a_title_says_the_two_most_telling_things(features, english, chinese):
    said = title(features)

    texts = [phrase(said, Wording(language))["text"] for language in ("en", "zh")]

    assert texts[0] == english
    assert texts[1].replace("、", "和") == chinese.replace("、", "和")


def test_every_feature_of_a_group_has_words_in_a_title():
    for name in ("code", "offer", "returned", "opened", "clicked"):
        for mark in ("yes", "no"):
            assert phrase(title(f"{name}={mark}"), Wording())["text"].startswith("who ")


def test_the_items_of_a_title_are_told_once():
    assert items("category=fitness;category=nutrition;channel=app;code=yes") == [
        "category", "channel"
    ]  # fmt: skip
