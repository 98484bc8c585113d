"""Whose word counts: cases counted by hand, and laws that hold for any records."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.single_view.survivorship import Rules, choose, decided_by, golden_records, rules_of
from helpers.workspace import contracts, engine
from helpers.workspace.source import Source
from helpers.workspace.survivorship import FIELDS, KINDS, RULES

PLAIN = Rules(dict.fromkeys(FIELDS, ("most_recent",)), KINDS)
COLUMNS = ["person_id", "field", "contact_id", "value", "source", "day"]


def told(*rows):
    """Candidates: person, field, record, value, source, day."""
    frame = pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(COLUMNS[:5], "str"))
    return frame.assign(day=pd.to_datetime(frame["day"]))


def won(choices):
    return choices[choices["won"]].set_index(["person_id", "field"])["value"].to_dict()


def with_rule(field, *rules):
    return PLAIN._replace(fields={**PLAIN.fields, field: rules})


PHONES = told(
    ("p", "phone", "k1", "+1", "customer", "2026-01-01"),
    ("p", "phone", "k2", "+22", "lead", "2026-05-01"),
    ("p", "phone", "k3", "+333", "contact", "2026-03-01"),
    ("p", "phone", "k4", "+1", "contact", "2026-02-01"),
)


@pytest.mark.parametrize(
    ("rule", "value"),
    [("most_recent", "+22"), ("most_frequent", "+1"), ("source_order", "+1"), ("longest", "+333")],
)
def test_each_rule_has_its_winner_and_the_losers_stay(rule, value):
    choices = choose(PHONES, with_rule("phone", rule))

    assert won(choices) == {("p", "phone"): value}
    assert set(choices["rule"]) == {rule}
    assert len(choices) == 4 and choices["won"].sum() == 1


def test_the_winner_is_told_with_its_record_its_source_and_its_day():
    winner = choose(PHONES, PLAIN).query("won").iloc[0]

    assert winner[["contact_id", "source"]].tolist() == ["k2", "lead"]
    assert winner["day"] == pd.Timestamp("2026-05-01")


def test_where_a_rule_ties_the_next_one_decides_and_is_named():
    same_day = PHONES.assign(day=pd.Timestamp("2026-01-01"))

    choices = choose(same_day, with_rule("phone", "most_recent", "longest"))

    assert won(choices) == {("p", "phone"): "+333"}
    assert set(choices["rule"]) == {"longest"}


def test_what_no_rule_tells_apart_goes_to_the_smaller_text_and_is_called_a_tie():
    tie = told(("p", "name", "k1", "Bo", "lead", None), ("p", "name", "k2", "Al", "lead", None))

    choices = choose(tie, PLAIN)

    assert won(choices) == {("p", "name"): "Al"}
    assert set(choices["rule"]) == {"tie"}


def test_records_that_agree_need_no_rule():
    choices = choose(PHONES.assign(value="+1"), PLAIN)

    assert set(choices["rule"]) == {"only"} and choices["won"].sum() == 1


def test_a_record_without_a_day_is_the_least_recent():
    undated = told(
        ("p", "name", "k1", "Al", "lead", None), ("p", "name", "k2", "Bo", "lead", "2020-01-01")
    )

    assert won(choose(undated, PLAIN)) == {("p", "name"): "Bo"}


PLACES = told(
    ("p", "country", "shop", "CN", "customer", "2026-01-01"),
    ("p", "city", "shop", "Shanghai", "customer", "2026-01-01"),
    ("p", "country", "crm", "US", "contact", "2026-06-01"),
    ("p", "city", "crm", "Boston", "contact", "2026-06-01"),
    ("p", "address", "crm", "1 High St", "contact", "2026-06-01"),
    ("p", "address", "news", "2 Low St", "subscriber", "2025-01-01"),
)


def test_a_place_is_of_one_piece():
    rules = with_rule("country", "source_order")

    choices = choose(PLACES, rules)

    # Boston is newer, but lies in the country that lost; who tells no country may say the street.
    assert won(choices) == {
        ("p", "country"): "CN", ("p", "city"): "Shanghai", ("p", "address"): "2 Low St",
    }  # fmt: skip
    assert set(choices["value"]) == set(PLACES["value"])


def test_a_street_of_the_wrong_country_is_not_taken_where_there_is_no_other():
    alone = PLACES[PLACES["contact_id"].ne("news")]

    choices = choose(alone, with_rule("country", "source_order"))

    assert ("p", "address") not in won(choices)
    assert "1 High St" in set(choices["value"])


def test_the_golden_record_has_everybody_once_and_unknown_fields_missing():
    identities = pd.DataFrame({"person_id": ["q", "p", "p"], "contact_id": [None, "k1", "k2"]})
    rows = told(("p", "birth_day", "k1", "2001-02-03", "lead", None))

    golden = golden_records(choose(rows, PLAIN), identities)

    assert golden["person_id"].tolist() == ["p", "q"]
    assert golden["birth_day"][0] == pd.Timestamp("2001-02-03")
    assert golden.drop(columns=["person_id", "birth_day"]).isna().all(axis=None)
    contracts.validate(
        engine.in_memory(golden.astype({"birth_day": "datetime64[us]"})),
        contracts.load("customer_details"),
    )


def test_without_any_record_nobody_is_made_up():
    identities = pd.DataFrame({"person_id": ["q"], "contact_id": [None]})

    choices = choose(told(), PLAIN)
    golden = golden_records(choices, identities)

    assert choices.empty and len(golden) == 1
    assert decided_by(choices).empty


def test_who_differs_and_what_decided_is_counted():
    rows = pd.concat([PHONES, told(("q", "phone", "k9", "+5", "lead", None))])

    counted = decided_by(choose(rows, PLAIN))

    assert list(counted) == ["field", "decided", "people"]
    assert counted.to_numpy().tolist() == [["phone", "only", 1], ["phone", "most_recent", 1]]


def company(**survivorship):
    return Source.model_validate({
        "title": "Acme", "currency": "CNY", "time_zone": "UTC", "data_through": "2026-09-30",
        "files": [{"path": "a.csv", "format": "shopify-customers", "received": "2026-10-05",
                   "encoding": "utf-8"}],
        "survivorship": survivorship,
    })  # fmt: skip


def test_a_company_may_declare_other_rules_and_keeps_the_usual_ones_for_the_rest():
    usual = rules_of(company())
    own = rules_of(company(phone="longest", source_order=["lead", "customer"]))

    assert own.fields["phone"] == ("longest",) and own.source_order == ("lead", "customer")
    assert own.fields["name"] == usual.fields["name"]
    assert set(usual.fields) == set(FIELDS) and set(usual.source_order) == set(KINDS)


def test_the_contract_knows_every_field_and_rule():
    columns = contracts.load("field_choices").columns

    assert columns["field"].one_of == FIELDS
    assert set(columns["rule"].one_of) == {"only", *RULES, "tie"}
    assert set(contracts.load("customer_details").columns) == {"person_id", *FIELDS}


RECORDS = st.lists(
    st.tuples(
        st.sampled_from("pqr"), st.sampled_from(["CN", "US", None]),
        st.sampled_from(["Bath", "Rome", "Ulm", None]), st.sampled_from(KINDS),
        st.sampled_from(["2026-01-01", "2026-02-01", None]),
    ),
    max_size=8,
)  # fmt: skip


def candidates_of(records):
    rows = [
        (person, field, f"k{number}", value, kind, day)
        for number, (person, country, city, kind, day) in enumerate(records)
        for field, value in (("country", country), ("city", city))
        if value
    ]
    return told(*rows)


@settings(max_examples=30, deadline=None)
@given(records=RECORDS, seed=st.integers(0, 99))
def test_the_winner_is_a_candidate_the_only_one_and_the_order_of_rows_never_matters(records, seed):
    rows = candidates_of(records)

    choices = choose(rows, PLAIN)

    told_again = choose(rows.sample(frac=1, random_state=seed), PLAIN)
    pd.testing.assert_frame_equal(choices, told_again)
    pd.testing.assert_frame_equal(
        choices[COLUMNS], rows.sort_values(COLUMNS[:3], ignore_index=True)
    )
    assert choices.groupby(["person_id", "field"])["won"].sum().le(1).all()
    countries = choices[choices["field"].eq("country")]
    assert countries.groupby("person_id")["won"].sum().eq(1).all()


@settings(max_examples=30, deadline=None)
@given(records=RECORDS)
def test_nobody_lives_in_a_city_of_another_country_than_the_record_says(records):
    choices = choose(candidates_of(records), PLAIN)

    winner = won(choices)
    own = choices.set_index(["contact_id", "field"])["value"].to_dict()
    for row in choices[choices["won"] & choices["field"].eq("city")].itertuples():
        country = own.get((row.contact_id, "country"))
        assert country in (None, winner.get((row.person_id, "country")))
