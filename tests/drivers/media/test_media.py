import pytest
from drivers.media.planted_series import planted

from helpers.drivers.media import media
from helpers.workspace import contracts


@pytest.fixture(scope="module")
def told():
    return media.media_of(planted(), seed=2)


def test_the_tables_have_the_columns_of_their_contracts(told):
    for name, table in media.media_tables(told).items():
        contract = contracts.load(name)
        assert set(table) == set(contract.columns), name
        assert not table.duplicated(list(contract.key)).any(), name


def test_what_is_learnt_is_tested_planned_and_told(told):
    tables = media.media_tables(told)

    assert told.refused is None
    assert told.grade.letter in ("A", "B", "C")
    effects = tables["media_effects"].set_index("channel")
    assert effects.loc["radio", "return_per_spend"] > effects.loc["posters", "return_per_spend"]
    plan = tables["media_plan"].set_index("channel")
    assert plan.loc["posters", "factor"] < 1 < plan.loc["radio", "factor"]


def test_a_refusal_has_tables_without_rows():
    short = media.media_of(planted(days=100))

    assert short.refused.key == "drivers_media.too_short"
    for name, table in media.media_tables(short).items():
        assert table.empty
        assert set(table) == set(contracts.load(name).columns)


def test_a_company_is_read_refused_and_told_what_was_left_out(monkeypatch):
    series = planted(days=100)
    still = series._replace(spend=series.spend.assign(rent=10.0))
    monkeypatch.setattr(media, "read_series", lambda desk: still)

    found = media.learn_media(None)

    assert [one.values for one in found.left_out] == [{"channels": "rent"}]
    assert found.refused.values["channels"] == 3
