import pytest

from helpers.runner import plan
from helpers.runner.parameters import chapter_parameters, typed
from helpers.workspace.errors import UsageError

RUN = {"company": "tiny", "period": "2026Q2", "as_of": "2026-06-30", "language": "en"}


def given(tiny, *texts):
    return chapter_parameters(plan.read_plan(tiny.notebooks), list(texts), RUN)


def test_a_parameter_goes_to_every_chapter_that_has_it_with_its_type(tiny):
    values = given(tiny, "size=7", "share=.25", "strict=false", "word=0012")

    assert values["01_first"] == values["02_second"]
    assert values["01_first"] == {
        "company": "tiny", "period": "2026Q2", "as_of": "2026-06-30",
        "size": 7, "share": 0.25, "strict": False, "word": "0012",
    }  # fmt: skip


def test_a_parameter_can_be_set_for_one_chapter_alone(tiny):
    values = given(tiny, "02_second.size=7")

    assert "size" not in values["01_first"]
    assert values["02_second"]["size"] == 7


@pytest.mark.parametrize("text", ["sise=7", "02_second.sise=7"])
def test_an_unknown_parameter_is_refused_with_the_known_ones(tiny, text):
    with pytest.raises(UsageError, match="no parameter sise .*share, size, strict, word"):
        given(tiny, text)


def test_an_unknown_chapter_is_refused(tiny):
    with pytest.raises(UsageError, match="no chapter is named 09_ninth"):
        given(tiny, "09_ninth.size=7")


@pytest.mark.parametrize("text", ["size", "=7", "a b=7", "import os;x=1", "../x.size=7"])
def test_what_is_not_a_name_and_a_value_is_refused(tiny, text):
    with pytest.raises(UsageError, match="must read name=value"):
        given(tiny, text)


def test_the_runs_own_parameters_have_options_of_their_own(tiny):
    with pytest.raises(UsageError, match="use --period"):
        given(tiny, "period=2026Q1")


@pytest.mark.parametrize(
    ("text", "type_", "wanted"),
    [
        ("many", "int", "a whole number"),
        ("1_000", "int", "a whole number"),
        ("1e5", "int", "a whole number"),
        ("1.5", "int", "a whole number"),
        ("nan", "float", "a number"),
        ("1e999", "float", "a number"),
        ("NO", "bool", "true or false"),
    ],
)
def test_a_mistyped_parameter_is_refused(text, type_, wanted):
    with pytest.raises(UsageError, match=f"parameter size must be {wanted}, not '{text}'"):
        typed("size", text, type_)
