import pandas as pd
import pytest

from helpers.single_view.names import name_keys


def keys_of(*names):
    return name_keys(pd.DataFrame({"name": list(names)}))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("王小明", "小明王"),
        ("Maria Lopez", "Lopez Maria"),
        ("SEÁN O'BRIEN", "Sean O’Brien"),
        ("Ｍａｒｉａ Lopez", "maria lopez"),
    ],
)
def test_order_case_accents_and_width_do_not_make_another_name(one, other):
    keys = keys_of(one, other)

    assert keys["name_key"].nunique() == 1


@pytest.mark.parametrize(
    ("chinese", "latin"),
    [("王小明", "Xiaoming Wang"), ("诸葛亮", "Zhuge Liang"), ("曾强", "Qiang Zeng")],
)
def test_a_chinese_name_and_its_pinyin_have_the_same_letters_but_not_the_same_key(chinese, latin):
    keys = keys_of(chinese, latin)

    assert keys["name_letters"].nunique() == 1
    assert keys["name_key"].nunique() == 2


def test_a_chinese_name_is_family_first_and_any_other_is_given_first():
    keys = keys_of("王小明", "欧阳娜", "Ana Maria Lopez")

    assert keys["family"].tolist() == ["wang", "ouyang", "lopez"]
    assert keys["given"].tolist() == ["xiaoming", "na", "anamaria"]


def test_two_neighbouring_letters_swapped_leave_the_letters_as_they_are():
    assert keys_of("Maria Lopez", "Mraia Lopez")["name_letters"].nunique() == 1


def test_a_missing_name_has_no_keys_and_a_missing_part_is_missing():
    whole = keys_of(None, "")
    parts = name_keys(pd.DataFrame({"given_name": ["Eva", None], "family_name": [None, "Dean"]}))

    assert whole.isna().all(axis=None)
    assert parts["given"].isna().tolist() == [False, True]
    assert parts["family"].isna().tolist() == [True, False]
