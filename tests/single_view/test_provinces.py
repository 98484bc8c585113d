import pandas as pd
import pytest

from helpers.single_view.provinces import standard_provinces


def standard(province, country=None):
    countries = None if country is None else pd.Series([country], dtype="str")
    return standard_provinces(pd.Series([province], dtype="str"), countries)[0]


@pytest.mark.parametrize(
    "written", ["GD", "gd", "广东", "广东省", "Guangdong", "guangdong province"]
)
def test_one_province_has_one_code_however_it_is_written(written):
    assert standard(written, "CN") == "GD"


@pytest.mark.parametrize(
    ("written", "code"), [("广西壮族自治区", "GX"), ("北京市", "BJ"), ("New York", "NY")]
)
def test_a_name_tells_its_country(written, code):
    assert standard(written) == code


def test_a_code_of_two_countries_is_of_the_one_beside_it():
    assert [standard("south carolina", "US"), standard("SC", "US")] == ["SC", "SC"]
    assert standard("四川", "CN") == "SC"
    assert standard("sc") == "sc"


def test_what_is_not_known_stays_as_it_is_written():
    assert standard("Kent", "GB") == "Kent" and pd.isna(standard(None, "CN"))


def test_standardising_twice_changes_nothing():
    once = standard_provinces(pd.Series(["广东省", "GD", "x", None], dtype="str"))

    assert standard_provinces(once).equals(once)
