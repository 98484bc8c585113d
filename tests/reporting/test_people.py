import pytest

from helpers.reporting import catalogue
from helpers.reporting.people import Told, careful, is_few, rounded, tells_of_few

# Places of this name hold numbers of people, in any sentence of any chapter.
OF_PEOPLE = {
    "accounts", "buyers", "contacts", "customers", "everybody", "households", "members", "people",
    "persons", "prospects", "without",
}  # fmt: skip
# Numbers that are not part of one another, such as two estimates of one, are rounded only.
FORMS = ("people", "plural", "rounded")
PLACES = [("all", "people"), ("some", "people"), ("spend", "money2"), ("day", "day")]


@pytest.mark.parametrize(("number", "few"), [(0, False), (1, True), (9, True), (10, False)])
def test_few_are_more_than_nobody_and_less_than_the_minimum(number, few):
    assert is_few(number, 10) is few


@pytest.mark.parametrize(
    ("part", "few"), [(0, False), (9, True), (10, False), (491, True), (490, False), (500, False)]
)
def test_a_part_tells_of_few_where_it_or_its_rest_is_small(part, few):
    assert tells_of_few(part, 500, 10) is few


@pytest.mark.parametrize("minimum", [5, 10, 12, 13, 20])
def test_no_number_that_may_be_told_is_rounded_to_one_that_may_not(minimum):
    assert all(rounded(n, minimum) >= minimum for n in range(minimum, 100))


def test_nothing_changes_where_nobody_is_few():
    values = {"all": 500, "some": 300, "spend": 12.5, "day": "2026-09-30"}

    assert careful(PLACES, values, 10) == values


def test_figures_beside_a_small_number_are_withheld_and_days_are_not():
    values = {"all": 500, "some": 9, "spend": 12.5, "day": "2026-09-30"}

    told = careful(PLACES, values, 10)

    assert told == values | {"some": Told.FEW, "spend": Told.WITHHELD}


def test_what_differs_from_another_number_by_few_is_nearly_all_of_it():
    told = careful(PLACES[:2], {"all": 500, "some": 495}, 10)

    assert told == {"all": 500, "some": Told.NEARLY_ALL}


def test_a_share_of_few_is_withheld():
    told = careful([("share", "share0")], {"share": (9, 500)}, 10)

    assert told == {"share": Told.WITHHELD}


@pytest.mark.parametrize("language", catalogue.languages())
def test_every_sentence_tells_numbers_of_people_as_such(language):
    wrong = {
        key
        for key in catalogue.messages(language)
        for _, name, form in catalogue.pieces(key, language)
        if name in OF_PEOPLE and form.split("|")[0] not in FORMS
    }

    assert wrong == set()
