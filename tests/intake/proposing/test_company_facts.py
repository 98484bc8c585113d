import pytest

from helpers.intake.proposing.columns import gather
from helpers.intake.proposing.company_facts import company_claims, countries, country_code
from helpers.intake.proposing.dates import dates_of
from helpers.intake.proposing.inspected import Inspected


def claims_of(**cells):
    columns = {
        name: gather([name], [(n, [cell]) for n, cell in enumerate(told, start=2)]).columns[name]
        for name, told in cells.items()
    }
    dates = {name: told for name, column in columns.items() if (told := dates_of(column))}
    file = Inspected("x.csv", (), [], "orders", None, columns, dates)
    return {claim.entry: claim for claim in company_claims("north_bound", [file])}


SHANGHAI = {
    "at": ["2026-05-01 10:00:00 +0800", "2026-12-01 10:00:00 +0800"],
    "Shipping Country": ["CN", "中国", "US"],
}


def test_the_currency_is_the_commonest_and_others_need_a_rate():
    claims = claims_of(Currency=["CNY"] * 8 + ["USD"] * 2)

    assert claims["currency"].value == "CNY"
    assert claims["currency"].evidence == "8 of 10 cells with a currency are CNY"
    assert claims["exchange_rates.USD"].question == "how many CNY is one USD?"


def test_two_currencies_in_equal_number_are_asked():
    assert claims_of(Currency=["CNY", "USD"])["currency"].is_open


def test_a_currency_behind_headers_is_a_suggestion():
    claim = claims_of(spend_cny=["1"], price_cny=["2"])["currency"]

    assert (claim.is_open, claim.suggestion) == (True, "CNY")
    assert claim.question == "is it CNY? 2 headers end in CNY"


def test_offsets_that_fit_the_country_all_year_give_the_time_zone():
    claims = claims_of(**SHANGHAI)

    assert (claims["country"].value, claims["time_zone"].value) == ("CN", "Asia/Shanghai")
    assert claims["time_zone"].evidence == "+0800 in 2 times; that is the time of CN"
    assert claims["country"].evidence.startswith("2 of 3 cells with a country are CN")


def test_offsets_that_the_countrys_zone_has_not_are_asked():
    claims = claims_of(**SHANGHAI | {"at": ["2026-05-01 10:00:00 +0200"]})

    assert claims["time_zone"].is_open
    assert "+0200 in 1 time" in claims["time_zone"].question


def test_summer_time_is_followed():
    claims = claims_of(at=["2026-01-05 10:00:00 +0000", "2026-07-05 10:00:00 +0100"],
                       Country=["United Kingdom"])  # fmt: skip

    assert claims["time_zone"].value == "Europe/London"


def test_without_offsets_the_countrys_zone_is_only_suggested():
    claims = claims_of(at=["2026-05-01 10:00:00"], Country=["DE"])

    assert claims["time_zone"].is_open
    assert claims["time_zone"].suggestion == "Europe/Berlin"
    assert claims["currency"].suggestion == "EUR"


def test_times_in_utc_do_not_tell_where_the_company_is():
    assert claims_of(at=["2026-05-01T10:00:00Z"], Country=["CN"])["time_zone"].is_open


def test_files_that_tell_nothing_leave_every_question_open():
    claims = claims_of(n=["1"])

    assert all(claim.is_open for claim in claims.values())
    assert claims["title"].suggestion == "North Bound"
    assert "country" not in claims


@pytest.mark.parametrize("code", sorted(countries()))
def test_each_country_is_found_by_its_names_and_has_a_zone_that_there_is(code):
    import zoneinfo

    told = countries()[code]

    assert [country_code(name) for name in told["names"]] == [code] * len(told["names"])
    assert len(told["currency"]) == 3
    assert zoneinfo.ZoneInfo(told.get("zone", "UTC"))
