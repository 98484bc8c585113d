import pytest

from helpers.reporting.catalogue import MessageError
from helpers.reporting.wording import Wording

SCRIPT = "<script>alert(1)</script>"


def test_html_escapes_a_value_that_carries_a_script():
    said = Wording("en").html("trial.hello", name=SCRIPT, n=1)

    assert said == "Hello <strong>&lt;script&gt;alert(1)&lt;/script&gt;</strong>, 1 customer."


def test_a_value_cannot_switch_emphasis_on():
    said = Wording("en").html("trial.hello", name="**x**", n=2)

    assert said == "Hello <strong>**x**</strong>, 2 customers."


def test_markdown_lets_no_value_act_as_a_mark_or_a_tag():
    said = Wording("en").markdown("trial.hello", name="<b>[x](y)_", n=1)

    assert said == r"Hello **&lt;b&gt;\[x\]\(y\)\_**, 1 customer."


def test_text_has_no_marks_of_emphasis():
    said = Wording("en").text("trial.hello", name="Ann", n=1200)

    assert said == "Hello Ann, 1,200 customers."


def test_a_value_of_the_wrong_kind_names_key_language_and_place():
    with pytest.raises(MessageError, match=r"trial\.hello \(en\), value 'n': the form 'count'"):
        Wording("en").text("trial.hello", name="Ann", n="many")


@pytest.mark.parametrize(
    ("language", "column", "expected"),
    [
        ("en", "customers", "Customers"),
        ("zh", "customers", "客户数"),
        ("zh", "days_since_last_thing", "Days since last thing"),
    ],
)
def test_a_column_is_headed_by_the_catalogue_or_by_its_name(language, column, expected):
    heading = Wording(language).column(column)

    assert heading == expected
