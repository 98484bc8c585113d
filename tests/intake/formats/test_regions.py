import pytest

from helpers.workspace import InputError

from .conftest import rejected, told


def test_each_column_of_numbers_is_a_figure_and_words_are_attributes(deliver, take_in):
    tables = take_in(deliver("regions.csv"))

    figures = tables.third_party.sort_values(["line", "name"])
    assert told(figures, "region", "year", "name", "value", "source") == [
        ("SH", 2024, "outdoor_share", 0.29, "Regional yearbook"),
        ("SH", 2024, "population_million", 25.0, "Regional yearbook"),
        ("BJ", 2024, "population_million", 22.0, "Regional yearbook"),
    ]
    assert told(tables.attributes, "name", "value") == [("remark", "by estimate")]


def test_a_region_with_a_broken_figure_is_rejected(deliver, take_in):
    assert rejected(take_in(deliver("regions.csv"))) == [(4, "impossible_number", None)]


def test_figures_may_also_stand_one_in_a_row(deliver, take_in):
    figures = take_in(deliver("regions_long.csv")).third_party.sort_values("line")

    assert told(figures, "region", "year", "name", "value") == [
        ("SH", 2024, "income", 85.5), ("SH", 2025, "income", None)
    ]  # fmt: skip


def test_two_tables_about_one_region_and_year_both_stand(acme, deliver, take_in):
    first, second = deliver("regions.csv"), deliver("regions_long.csv")
    acme.write("2026-07-06/regions_long.csv", "region,year,parcel_days,source\nSH,2024,2,Post\n")

    tables = take_in(first, second)

    assert tables.intake_ledger["accepted"].tolist() == [2, 1]
    assert (tables.third_party["name"] == "parcel_days").sum() == 1


def test_an_undeclared_decimal_sign_is_asked_for(acme, deliver):
    with pytest.raises(InputError, match="decimal is not declared, and column"):
        acme.take_in(deliver("regions.csv", decimal=""))
