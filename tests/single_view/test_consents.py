from datetime import date

import ibis
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.single_view.consents import (
    CHANNELS,
    STATES,
    consent_counts,
    consents,
    may_contact,
    newest_states,
    statements,
    why_no_list,
    without_source,
)
from helpers.workspace import contracts, engine

IDENTITIES = pd.DataFrame({
    "contact_id": ["k1", "k2", "k3", None], "source_customer_id": ["c1", "c2", "c3", "guest"],
    "person_id": ["p", "p", "q", "g"], "owns_number": True,
})  # fmt: skip
LISTED = ["contact_id", "delivery", "accepts_email", "accepts_sms", "opted_out_day", "kind",
          "created_day", "customer_id", "accepts_phone", "accepts_post"]  # fmt: skip
JUNE, SEPTEMBER = "2026-06-30", "2026-09-30"


def listed(*rows):
    """Contacts: id, delivery, e-mail, text message, opted out, kind, created, customer."""
    padded = [row + (None,) * (len(LISTED) - len(row)) for row in rows]
    frame = pd.DataFrame(padded, columns=LISTED, dtype=object).assign(
        event_day=lambda f: f.delivery
    )
    frame["kind"] = frame["kind"].fillna("customer")
    return frame


def mailed(*rows):
    columns = {"customer_id": "string", "action": "string", "event_day": "date"}
    names = list(columns)
    days = [(who, what, date.fromisoformat(day)) for who, what, day in rows]
    return ibis.memtable([dict(zip(names, row, strict=True)) for row in days], schema=columns)


def ages(*young):
    people = ["g", "p", "q"]
    under = pd.array([person in young or None for person in people], dtype="boolean")
    return pd.DataFrame({"person_id": people, "jurisdiction": "GDPR", "under_age": under})


def told(*rows, mail=()):
    return statements(listed(*rows), mailed(*mail), IDENTITIES)


def table(*rows, mail=(), young=()):
    return consents(told(*rows, mail=mail), ages(*young))


def history(frame, channel="email"):
    own = frame[frame["channel"].eq(channel)].sort_values("day")
    return list(zip(own["day"].dt.strftime("%Y-%m-%d"), own["state"], strict=True))


def state(frame, person="p", channel="email"):
    return newest_states(frame).get((person, channel))


def test_a_yes_that_becomes_a_no_is_a_withdrawal_and_a_no_from_the_start_a_refusal():
    withdrawn = told(("k1", JUNE, True), ("k1", SEPTEMBER, False))
    refused = told(("k1", JUNE, False), ("k1", SEPTEMBER, False))

    assert history(withdrawn) == [(JUNE, "granted"), (SEPTEMBER, "withdrawn")]
    assert history(refused) == [(JUNE, "refused")]


def test_silence_is_no_consent():
    silent = table(("k1", SEPTEMBER, None, None), ("k3", SEPTEMBER, True))

    assert history(silent[silent["person_id"].eq("p")]) == [(SEPTEMBER, "unknown")]
    assert may_contact(silent, "email").tolist() == ["q"]


def test_who_must_not_be_called_is_not_and_others_have_not_agreed_by_that():
    row = ("k1", JUNE, True, None, None, "contact", None, "c1", False)

    called = table(row)

    assert state(called, channel="phone") == "refused"
    assert why_no_list(called, "phone") == "single_view.nobody_consented"
    assert set(called["channel"]) == {"email", "phone"}


def test_an_opt_out_counts_from_its_own_day():
    out = told(("k1", SEPTEMBER, False, None, "2026-07-04"))

    assert history(out) == [("2026-07-04", "withdrawn")]


def test_a_no_of_one_record_outweighs_the_yes_of_another():
    both = table(("k1", JUNE, False), ("k2", SEPTEMBER, True))

    assert state(both) == "refused" and len(may_contact(both, "email")) == 0


def test_who_withdrew_anywhere_has_withdrawn_everywhere_though_other_lists_are_newer():
    frame = table(("k1", JUNE, None, None, "2026-01-05"), ("k2", SEPTEMBER, True))

    assert state(frame) == "withdrawn"
    assert set(frame.loc[frame["channel"].eq("email"), "newest_state"]) == {"withdrawn"}


def test_a_record_may_change_its_mind_back():
    again = table(("k1", "2026-03-31", True), ("k1", JUNE, False), ("k1", SEPTEMBER, True))

    assert state(again) == "granted"
    assert may_contact(again, "email").tolist() == ["p"]
    assert may_contact(again, "email", as_of=date(2026, 6, 30)).tolist() == []
    assert may_contact(again, "email", as_of=date(2026, 3, 31)).tolist() == ["p"]


@pytest.mark.parametrize("action", ["unsubscribe", "complain"])
def test_an_unsubscription_withdraws_and_other_acts_say_nothing(action):
    yes = ("k1", JUNE, True)

    assert state(told(yes, mail=[("c1", action, "2026-07-01")])) == "withdrawn"
    assert state(told(yes, mail=[("c1", "open", "2026-07-01")])) == "granted"


def test_who_subscribes_again_after_leaving_is_known_to_have():
    back = ("k1", SEPTEMBER, True, None, None, "subscriber", "2026-08-01", "c1")
    stayed = ("k1", SEPTEMBER, True, None, None, "subscriber", "2025-08-01", "c1")
    left = [("c1", "unsubscribe", "2026-07-01")]

    assert state(told(back, mail=left)) == "granted"
    assert state(told(stayed, mail=left)) == "withdrawn"


def test_somebody_known_by_an_e_mail_of_orders_alone_can_withdraw():
    frame = told(("k1", JUNE, True), mail=[("guest", "unsubscribe", "2026-07-01"),
                                           ("nobody", "unsubscribe", "2026-07-01")])  # fmt: skip

    assert state(frame, "g") == "withdrawn"
    assert set(frame["person_id"]) == {"g", "p"}


def test_who_falls_silent_after_a_no_has_still_said_it_and_after_a_yes_agrees_no_more():
    assert state(told(("k1", JUNE, False), ("k1", SEPTEMBER, None))) == "refused"
    assert state(told(("k1", JUNE, True), ("k1", SEPTEMBER, None))) == "unknown"


def test_channels_are_apart():
    frame = table(("k1", JUNE, False, True))

    assert may_contact(frame, "email").tolist() == []
    assert may_contact(frame, "sms").tolist() == ["p"]


def test_nobody_under_age_is_contacted_though_they_agreed():
    frame = table(("k1", JUNE, True), ("k3", JUNE, True), young=["q"])

    assert may_contact(frame, "email").tolist() == ["p"]
    counts = consent_counts(frame, people=3).set_index(["channel", "consent"])["people"]
    assert counts["email"].to_dict() == {
        "granted": 1, "too_young": 1, "refused": 0, "withdrawn": 0, "unknown": 1,
    }  # fmt: skip


def test_without_a_source_of_consent_there_is_no_list_and_a_reason():
    frame = table(("k1", JUNE, True), ("k3", JUNE, False))

    for channel in ("post", "phone", "sms"):
        assert why_no_list(frame, channel) == "single_view.no_consent_source"
        assert len(may_contact(frame, channel)) == 0
    assert why_no_list(frame, "email") is None
    assert why_no_list(table(("k1", JUNE, False)), "email") == "single_view.nobody_consented"


def test_an_unknown_channel_is_refused():
    with pytest.raises(ValueError, match="channel 'fax' is none of email, sms, post, phone"):
        may_contact(table(), "fax")


def test_the_table_keeps_its_contract_with_rows_and_without():
    full = table(("k1", JUNE, True), ("k1", SEPTEMBER, False), ("k3", JUNE, True),
                 mail=[("c1", "unsubscribe", SEPTEMBER)])  # fmt: skip

    contracts.validate(engine.in_memory(full), contracts.load("consents"))
    nothing = table()
    assert nothing.empty and list(nothing) == list(contracts.load("consents").columns)
    assert consent_counts(nothing, people=3).empty
    assert without_source(nothing) == list(CHANNELS)


def test_the_contract_knows_every_channel_and_state():
    columns = contracts.load("consents").columns

    assert columns["channel"].one_of == CHANNELS
    assert set(columns["state"].one_of) == set(columns["newest_state"].one_of) == set(STATES)


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["k1", "k2", "k3"]), st.sampled_from(["2026-03-31", JUNE, SEPTEMBER]),
        st.sampled_from([True, False, None]), st.sampled_from([True, False, None]),
        st.sampled_from([None, "2026-02-01", "2026-07-01"]),
        st.sampled_from(["customer", "subscriber"]), st.sampled_from([None, "2026-05-01"]),
    ),
    max_size=8, unique_by=lambda row: row[:2],
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(rows=ROWS, gone=st.sampled_from([(), ("c1",), ("c3", "guest")]))
def test_more_withdrawals_never_lengthen_a_list_and_the_order_of_rows_never_matters(rows, gone):
    before = table(*rows)
    left = [(customer, "unsubscribe", "2026-12-31") for customer in gone]

    after = table(*rows, mail=left)

    assert set(may_contact(after, "email")) <= set(may_contact(before, "email"))
    pd.testing.assert_frame_equal(table(*reversed(rows), mail=left), after)
    counted = consent_counts(after, people=3).groupby("channel")["people"].sum()
    assert counted.eq(3).all()


@settings(max_examples=40, deadline=None)
@given(rows=ROWS)
def test_nobody_is_on_a_list_who_said_no_in_the_newest_word_of_any_record(rows):
    frame = table(*rows)

    reachable = set(may_contact(frame, "sms"))
    last = {key: rows_of for key, rows_of in listed(*rows).sort_values("delivery")
            .groupby("contact_id")["accepts_sms"].last(skipna=False).items()}  # fmt: skip
    refused = {IDENTITIES.set_index("contact_id")["person_id"][key]
               for key, answer in last.items() if answer is False}  # fmt: skip
    assert not reachable & refused
