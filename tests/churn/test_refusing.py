import pytest

from helpers.churn.refusing import NotForecast, at_least


def test_a_refusal_says_what_is_missing_and_how_much():
    with pytest.raises(NotForecast, match="at least 100 customers at risk: there are 7") as told:
        at_least("customers", found=7, needed=100)

    assert (told.value.missing, told.value.found, told.value.needed) == ("customers", 7, 100)


def test_enough_is_not_refused():
    at_least("days", found=182, needed=182)
