from datetime import date

import pytest

from helpers.workspace.errors import InputError, UsageError


def test_the_period_is_the_last_one_that_the_data_complete(tiny):
    request = tiny.request(period=None)

    assert str(request.period) == "2026Q2"
    assert request.as_of == date(2026, 6, 30)
    assert request.complete


def test_a_period_that_has_only_begun_is_known_up_to_the_data_and_incomplete(tiny):
    request = tiny.request(period="2026Q3")

    assert request.as_of == date(2026, 8, 31)
    assert not request.complete


def test_a_period_after_the_data_is_refused_with_the_day_they_reach(tiny):
    with pytest.raises(InputError, match="2026Q4 begins .* the data reach only to 2026-08-31"):
        tiny.request(period="2026Q4")


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"period": "2026-Q2"}, "is not a quarter"),
        ({"as_of": "2026-07-01"}, "2026-07-01 .*2026Q2"),
        ({"as_of": "yesterday"}, "'yesterday' is not a"),
        ({"language": "fr"}, "language 'fr' is not known .*en, zh"),
    ],
)
def test_what_is_named_wrongly_is_refused(tiny, chosen, words):
    with pytest.raises(UsageError, match=words):
        tiny.request(**chosen)
