import pytest

from helpers.intake.proposing.claim import ask, propose
from helpers.intake.proposing.families import families, finds
from helpers.intake.proposing.inspected import Inspected


def file(below, form="ga4", *, decimal=None, date_format=None, why=None):
    claims = [propose("format", form, "tell-tale columns")]
    if decimal:
        claims.append(propose("decimal", decimal, "in line 2", confidence=0.9))
    if date_format:
        claims.append(propose("date_format.day", date_format, "fits 3 cells"))
    if why:
        claims = [ask("why", why)]
    return Inspected(below, ("csv", form), claims, "events", None, {}, {})


def paths_of(*files, beside=()):
    return [family.path for family in families(list(files), [f.below for f in files] + [*beside])]


def test_like_files_of_a_folder_whose_names_differ_in_numbers_are_one_pattern():
    found = paths_of(file("2026-07-06/ga4_20250701_20250930.json"),
                     file("2026-07-06/ga4_20251001_20251231.json"))  # fmt: skip

    assert found == ["2026-07-06/ga4_*.json"]


def test_files_of_two_deliveries_are_two_entries():
    found = paths_of(file("2026-07-06/orders.csv"), file("2026-10-05/orders.csv"))

    assert found == ["2026-07-06/orders.csv", "2026-10-05/orders.csv"]


def test_files_of_two_formats_are_two_entries():
    found = paths_of(file("a/x_01.csv"), file("a/x_02.csv", "other"))

    assert found == ["a/x_01.csv", "a/x_02.csv"]


def test_a_pattern_that_would_find_another_file_is_not_used():
    found = paths_of(file("a/x_01.csv"), file("a/x_02.csv"), beside=["a/x_old.csv"])

    assert found == ["a/x_01.csv", "a/x_02.csv"]


def test_ignored_files_are_one_entry_across_deliveries():
    found = paths_of(*(file(f"{day}/regions.csv", why="what is it?")
                       for day in ("2026-07-06", "2026-10-05")))  # fmt: skip

    assert found == ["*/regions.csv"]


def test_signs_of_patterns_in_a_name_are_meant_literally():
    assert paths_of(file("a/x[1].csv")) == ["a/x[[]1].csv"]
    assert finds("a/x[[]1].csv", "a/x[1].csv")


def test_claims_of_a_family_are_joined_and_what_differs_is_asked():
    found = families([file("a/x_01.csv", decimal=".", date_format="%Y-%m-%d"),
                      file("a/x_02.csv", decimal=",", date_format="%d/%m/%Y")], [])  # fmt: skip

    claims = {claim.entry: claim for claim in found[0].claims}

    assert claims["date_format.day"].value == ["%Y-%m-%d", "%d/%m/%Y"]
    assert claims["decimal"].question == "its files differ: ,, .. Which?"
    assert claims["format"].evidence == "x_01.csv: tell-tale columns; 1 more files alike"


@pytest.mark.parametrize(
    ("pattern", "name", "found"),
    [("*/a.csv", "x/a.csv", True), ("*/a.csv", "x/y/a.csv", False), ("*.csv", "x/a.csv", False)],
)
def test_a_star_never_spans_folders(pattern, name, found):
    assert finds(pattern, name) == found
