import pandas as pd
import pytest

from helpers.single_view.trait_columns import fate, judged_columns, speaks_of
from helpers.workspace import contracts

PLAIN = {"name": "x", "customers": 100, "different": 5, "numbers": False, "whole": False,
         "coded": False, "flags": False, "two_ways": False, "long": 0.0, "mailboxes": False,
         "in_common": 100, "repeats": float("nan")}  # fmt: skip


def judged(**told):
    return fate(PLAIN | told)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, "word"), ({"numbers": True}, "number"), ({"flags": True, "two_ways": True}, "flag"),
        ({"in_common": 89}, "too_many_words"), ({"different": 1}, "constant"),
        ({"customers": 9}, "too_few"), ({"mailboxes": True}, "personal"),
        ({"repeats": 1}, "personal"), ({"repeats": 0}, "word"),
        ({"numbers": True, "whole": True, "different": 96}, "names_one"),
        ({"numbers": True, "whole": True, "different": 95}, "number"),
        ({"numbers": True, "different": 100}, "number"),  # amounts may all differ
        ({"numbers": True, "whole": True, "long": 0.6}, "names_one"), ({"long": 0.6}, "names_one"),
        ({"name": "Contact Owner"}, "personal"), ({"name": "宗教信仰"}, "sensitive"),
    ],
)  # fmt: skip
def test_each_column_has_the_fate_that_its_cells_and_its_name_give_it(told, expected):
    assert judged(**told) == expected


@pytest.mark.parametrize(
    "name", ["Nickname", "createdBy", "E-Mail 2", "Mobile_Phone", "wechat", "负责人", "客户手机号"]
)
def test_names_of_columns_that_speak_of_somebody_are_known(name):
    assert speaks_of(name, "personal")


@pytest.mark.parametrize("name", ["Income", "Year_Birth", "Hotels", "cardinal", "Mntfish", "行业"])
def test_a_word_within_a_word_says_nothing(name):
    assert not speaks_of(name, "personal") and not speaks_of(name, "sensitive")


def test_the_table_holds_to_its_contract_without_columns_too():
    both = pd.DataFrame([PLAIN, PLAIN | {"name": "y", "numbers": True}])

    assert judged_columns(both)["fate"].tolist() == ["word", "number"]
    assert set(judged_columns(both.head(0)).columns) == set(contracts.load("trait_columns").columns)
