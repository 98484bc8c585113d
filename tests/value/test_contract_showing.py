from types import SimpleNamespace

import pytest
from pages.reading import disagreements, misses, parse, people
from value.agreements import renewing
from value.test_contract_outlook import outlook_of, undated

from helpers.reporting import open_report
from helpers.value.contract_showing import show_contracts


@pytest.fixture
def page_of(own_root, monkeypatch):
    """A function that shows contracts, and reads the page as its readers do."""

    def show(outlook, language="en"):
        told = []
        for module in ("speaking", "report"):
            monkeypatch.setattr(f"helpers.reporting.{module}.show",
                                lambda html, *_: told.append(html))  # fmt: skip
        source = SimpleNamespace(currency="CNY")
        desk = SimpleNamespace(chapter="06_value", source=source, folder=own_root)
        show_contracts(open_report(desk, language=language), outlook)
        return parse("".join(told))

    return show


@pytest.fixture(scope="module")
def known():
    return outlook_of(renewing(1_500))


def plans_then_all(table, size):
    """The rows that a page must show: plans, then the total; numbers of people rounded."""
    own = table.sort_values("kind", ascending=False, kind="stable")
    return own.assign(**{size: people(own[size])})


def test_every_number_of_the_page_is_that_of_the_written_tables(page_of, known):
    page = page_of(known)

    renewals = known.renewals[known.renewals["kind"].eq("all")]
    renewals = renewals.rename(columns={"share": "renews", "foretold": "renewal_foretold"})
    renewals = renewals.assign(contracts=people(renewals["contracts"]))
    expected = {
        "value_contracts.renewals": renewals,
        "value_contracts.value": plans_then_all(known.value, "running"),
        "value_contracts.scores": plans_then_all(known.scores, "contracts"),
    }
    for key, frame in expected.items():
        shown = page.tables[key].drop(columns=["grp", "ages", "basis", "grade"], errors="ignore")
        assert list(disagreements(key, shown, frame)) == []
    assert set(page.tables) == set(expected)


def test_every_number_of_a_sentence_is_that_of_the_written_tables(page_of, known):
    page, whole, score = page_of(known), known.value.iloc[0], known.scores.iloc[0]

    sizes = [people(whole[name]) for name in ("contracts", "ended", "running")]
    assert misses(page.sentences["value_contracts.dated"][0], sizes) == []
    sentence = page.sentences["06_value-contracts"][0]
    assert f"{whole['months_12']:.1f} of 12 months" in sentence
    assert f"{score['happened']:.1f}" in page.sentences["06_value-contracts_grade"][0]


def test_a_small_plan_is_withheld(page_of):
    told = renewing(1_500)
    told.loc[:5, "plan"] = "rare"
    told.loc[:5, ["ended_day", "has_ended"]] = [None, False]

    table = page_of(outlook_of(told)).tables["value_contracts.value"]

    rare = table[table["grp"].str.contains("rare")].iloc[0]
    assert rare["running"].startswith("‹")
    assert rare["value_24"].startswith("‹")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_contracts_without_days_are_said_to_be_a_cross_section(page_of, language):
    page = page_of(outlook_of(undated(renewing(1_500))), language)

    assert "value_contracts.undated" in page.sentences
    assert "value_contracts.scores" not in page.tables
    assert "value_contracts.value" in page.tables


def test_too_few_contracts_are_told_with_their_number(page_of):
    page = page_of(outlook_of(renewing(30)))

    assert "50" in page.sentences["reporting.not_known"][0]
    assert not page.tables


def test_a_company_without_contracts_has_one_line(page_of):
    page = page_of(outlook_of(renewing(50).head(0)))

    assert list(page.sentences) == ["reporting.missing"]


def test_where_none_runs_any_more_nothing_is_to_come(page_of):
    told = renewing(1_500)
    page = page_of(outlook_of(told[told["has_ended"]]))

    assert list(page.tables) == ["value_contracts.renewals"]


def test_where_no_amount_is_told_months_are(page_of):
    page = page_of(outlook_of(renewing(1_500).assign(monthly_amount=float("nan"))))

    assert "reporting.missing" in page.sentences
    assert "06_value-contracts" not in page.sentences
