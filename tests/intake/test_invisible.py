import pandas as pd
import pytest

from helpers.intake import invisible
from helpers.intake.coded import coded


@pytest.mark.parametrize(
    "mark", ["\0", "\u200b", "\ufeff", "\u2060", "\u200e", "\u200f", "\u202a", "\u2069", "\u200d"]
)
def test_a_mark_that_nobody_sees_is_removed(mark):
    assert invisible.visible(f"13{mark}8{mark}") == "138"
    assert invisible.visible(f"{mark}李{mark}明") == "李明"


@pytest.mark.parametrize(
    "text",
    ["👩\u200d🚀", "🏳\ufe0f\u200d🌈", "می\u200cخواهم", "क्\u200dष", "e\u0301", "\u3000a\xa0"],
)
def test_joiners_that_join_and_all_that_can_be_seen_stay(text):
    assert invisible.visible(text) == text


def test_marks_are_counted_on_every_row_and_equal_texts_become_one():
    column = coded(pd.Series(["A\u200b1", "A1", "A\u200b1", "👩\u200d🚀"], dtype="str"))

    clean, count = invisible.cleaned(column)

    assert clean.plain().tolist() == ["A1", "A1", "A1", "👩\u200d🚀"]
    assert count == 2 and len(clean.texts) == 2
