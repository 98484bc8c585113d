"""Who is too young to consent: ages by jurisdiction, kept as data."""

import tomllib
from datetime import date
from pathlib import Path

import pandas as pd

from helpers.single_view.candidates import is_impossible

TOLD = tomllib.loads(Path(__file__).with_name("jurisdictions.toml").read_text(encoding="utf-8"))
ELSEWHERE = TOLD.pop("elsewhere")
LAWS = {
    country: (law, int(age))
    for law, ages in TOLD.items()
    for age, countries in ages.items()
    for country in countries
}


def jurisdictions(countries: pd.Series) -> pd.DataFrame:
    """Return the law of each country, and the age from which somebody can consent under it.

    Parameters
    ----------
    countries : Series of str
        Two-letter codes; anything else is a country that is not known.

    Returns
    -------
    DataFrame
        `jurisdiction`, `consent_age` (years), by the same index.
    """
    code = countries.astype("str").str.strip().str.upper()
    law = code.map({country: told[0] for country, told in LAWS.items()})
    age = code.map({country: told[1] for country, told in LAWS.items()})
    return pd.DataFrame({
        "jurisdiction": law.fillna(ELSEWHERE["law"]).astype("str"),
        "consent_age": age.fillna(ELSEWHERE["age"]).astype("int64"),
    })  # fmt: skip


def years_old(birth_days: pd.Series, day: date) -> pd.Series:
    """Return ages in whole years; a birthday on 29 February comes on 1 March in other years.

    Examples
    --------
    >>> born = pd.Series(pd.to_datetime(["2010-03-01", "2010-03-02", None]))
    >>> years_old(born, date(2026, 3, 1)).tolist()
    [16, 15, <NA>]
    """
    born = pd.to_datetime(birth_days)
    to_come = (born.dt.month * 100 + born.dt.day) > day.month * 100 + day.day
    return (day.year - born.dt.year - to_come.astype(int)).astype("Int64")


def birth_days(candidates: pd.DataFrame) -> pd.DataFrame:
    """Return every birth day that a record tells: `person_id`, `birth_day`.

    Parameters
    ----------
    candidates : DataFrame
        As from `candidates.candidates`.
    """
    told = candidates[candidates["field"].eq("birth_day")]
    return pd.DataFrame({
        "person_id": told["person_id"], "birth_day": pd.to_datetime(told["value"]),
    }).reset_index(drop=True)  # fmt: skip


def under_age(details: pd.DataFrame, birth_days: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Return everybody's jurisdiction, and whether they are too young to consent there.

    Where the records of a person tell several birth days, the latest counts: rather an
    adult too few on a list than a child on it.

    Parameters
    ----------
    details : DataFrame
        The table `customer_details`: `person_id`, `country`.
    birth_days : DataFrame
        As from `birth_days`: one row per record that tells one.
    as_of : date
        The as-of day; birth days after it are not known.

    Returns
    -------
    DataFrame
        One row per person: `person_id`, `jurisdiction`, `under_age` (missing where no birth
        day is known).
    """
    born = pd.to_datetime(birth_days["birth_day"])
    known = birth_days.assign(birth_day=born.mask(is_impossible(born, as_of)))
    latest = known.groupby("person_id")["birth_day"].max()
    law = jurisdictions(details["country"])
    age = years_old(latest, as_of).reindex(details["person_id"]).set_axis(details.index)
    return pd.DataFrame({
        "person_id": details["person_id"], "jurisdiction": law["jurisdiction"],
        "under_age": age.lt(law["consent_age"].astype("Int64")),
    })  # fmt: skip
