from datetime import date

import pandas as pd
import pytest

from helpers.single_view.ages import LAWS, birth_days, jurisdictions, under_age, years_old

DAY = date(2026, 9, 30)


def details(*countries):
    people = [f"p{number}" for number in range(len(countries))]
    return pd.DataFrame({"person_id": people, "country": pd.array(countries, dtype="str")})


def born(*days):
    people = [f"p{number}" for number in range(len(days))]
    return pd.DataFrame({"person_id": people, "birth_day": pd.to_datetime(list(days))})


@pytest.mark.parametrize(
    ("country", "law", "age"),
    [("DE", "GDPR", 16), ("fr", "GDPR", 15), ("ES", "GDPR", 14), ("SE", "GDPR", 13),
     ("GB", "UK GDPR", 13), ("CN", "PIPL", 14), ("US", "COPPA", 13), ("Narnia", "other", 16),
     (None, "other", 16)],
)  # fmt: skip
def test_the_age_of_consent_is_that_of_the_country_and_the_strictest_where_unknown(
    country, law, age
):
    told = jurisdictions(pd.Series([country], dtype="str")).iloc[0]

    assert (told["jurisdiction"], told["consent_age"]) == (law, age)


def test_all_states_of_the_european_economic_area_are_there():
    # 27 of the Union; Iceland, Liechtenstein and Norway.
    assert sum(law == "GDPR" for law, _ in LAWS.values()) == 30


def test_nobody_is_of_age_the_day_before_the_birthday():
    found = under_age(
        details("CN", "CN", "DE"), born("2012-09-30", "2012-10-01", "2012-09-30"), as_of=DAY
    )

    assert found["under_age"].tolist() == [False, True, True]


def test_of_two_birth_days_the_later_counts_and_impossible_ones_do_not():
    twice = pd.concat([born("1990-01-01", "1990-01-01"), born("2015-01-01", "2030-01-01")])

    found = under_age(details("DE", "DE", "DE"), twice, as_of=DAY)

    assert found["under_age"].tolist()[:2] == [True, False]
    assert pd.isna(found["under_age"][2])


def test_a_birthday_on_the_29th_of_february_comes_on_the_first_of_march():
    leap = pd.Series(pd.to_datetime(["2012-02-29"]))

    ages = [years_old(leap, day)[0] for day in (date(2026, 2, 28), date(2026, 3, 1))]

    assert ages == [13, 14]


def test_every_records_birth_day_is_taken_and_nothing_else():
    rows = pd.DataFrame({"person_id": ["p", "p", "q"], "field": ["birth_day", "name", "birth_day"],
                         "value": ["2001-02-03", "Al", "1999-01-01"]})  # fmt: skip

    told = birth_days(rows)

    assert told["person_id"].tolist() == ["p", "q"]
    assert told["birth_day"].dt.year.tolist() == [2001, 1999]


def test_without_any_birth_day_nobody_is_called_under_age():
    found = under_age(details("DE"), born(), as_of=DAY)

    assert found["under_age"].isna().all() and len(under_age(details(), born(), as_of=DAY)) == 0
