import pandas as pd
import pytest

from helpers.reporting.formats import write
from helpers.single_view.claims import (
    GOLDEN_FORMATS,
    birth_days_key,
    birth_days_words,
    claim_fuller,
    claim_reachable,
    claim_shared_homes,
    crowded_key,
    crowded_words,
    why_no_lists,
)
from helpers.workspace import contracts

CHANGES = pd.DataFrame({
    "field": ["name", "phone"], "before": [0.9, 0.5], "after": [0.95, 0.8], "gain": [0.05, 0.3],
})  # fmt: skip


def consents(*states):
    """One word on e-mails of each of some people."""
    people = [f"p{number}" for number in range(len(states))]
    return pd.DataFrame({
        "person_id": people, "channel": "email", "record": people, "day": pd.Timestamp(2026, 1, 1),
        "state": states, "newest_state": states, "under_age": pd.NA,
    }).astype({"state": "str", "newest_state": "str", "under_age": "boolean"})  # fmt: skip


def test_the_field_that_joining_filled_the_most_is_claimed():
    claim = claim_fuller(CHANGES, pd.DataFrame({"source": ["golden_record"], "rows": [40]}))

    assert (claim["field"], claim["before"], claim["number"], claim["n"]) == ("phone", 0.5, 0.8, 40)


def test_without_any_list_nothing_is_claimed_and_the_reason_is_told():
    assert (
        claim_fuller(CHANGES.iloc[:0], contracts.empty("field_completeness"))["unless"]
        == "single_view.no_lists"
    )


def test_who_lives_with_another_is_counted_among_everybody():
    homes = pd.DataFrame({"person_id": list("abcd"), "household_id": ["h", "h", "i", "j"]})

    assert claim_shared_homes(homes)["number"] == 0.5
    assert claim_shared_homes(homes.iloc[2:])["unless"] == "single_view.no_shared_homes"


def test_what_does_not_occur_is_said_in_other_words():
    nobody, some = {"people": 0, "most": 12}, {"people": 20, "most": 12}
    untold, told = {"records": 0, "unusable": 0}, {"records": 9, "unusable": 1}

    assert (crowded_key(nobody), crowded_words(nobody)) == ("single_view.not_crowded", {"most": 12})
    assert (crowded_key(some), crowded_words(some)) == ("single_view.crowded", some)
    assert (birth_days_key(untold), birth_days_words(untold)) == ("single_view.no_birth_days", {})
    assert (birth_days_key(told), birth_days_words(told)) == ("single_view.birth_days", told)


def test_who_may_be_written_to_is_counted_among_everybody():
    claim = claim_reachable(consents("granted", "refused", "unknown"), people=4)

    assert claim["number"] == 0.25 and claim["n"] == 4


@pytest.mark.parametrize("table", [contracts.empty("consents"), consents("unknown")])
def test_without_a_source_of_consent_the_reason_is_told(table):
    assert claim_reachable(table, people=4)["unless"] == "single_view.no_consent"
    assert why_no_lists(table) == "single_view.no_consent_source"


def test_every_form_is_known():
    for form in GOLDEN_FORMATS.values():
        value = "x" if form in ("term", "text") else 1
        assert write(value, form, language="en", currency="CNY")
