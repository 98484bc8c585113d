from datetime import date
from types import SimpleNamespace

import ibis
import pandas as pd
import pytest
from scipy.stats import binomtest

from helpers.segmentation.mail import mail_by_customer, mail_response, why_no_mail
from helpers.workspace import contracts

DAY = date(2026, 9, 30)
PEOPLE = pd.DataFrame({
    "customer_id": ["ann", "bob", "cat", "dan", "out"], "in_scope": [True] * 4 + [False],
    "accepts_email": pd.array([True, True, False, None, True], dtype="boolean"),
})  # fmt: skip


@pytest.fixture
def by_customer(tmp_path, monkeypatch):
    monkeypatch.setenv("HELPERS_ROOT", str(tmp_path))

    def make(*acts, opted_out=()):
        columns = ["customer_id", "campaign", "action", "event_day"]
        rows = [(*act, date(2026, 8, 1))[:4] for act in acts]
        mail = ibis.memtable(pd.DataFrame(rows, columns=columns)).cast(
            dict.fromkeys(columns[:3], "string") | {"event_day": "date"}
        )
        days = [date(2026, 7, 1)] * len(opted_out) + [None]
        gone = pd.DataFrame({"customer_id": [*opted_out, "zoe"], "opted_out_day": days})
        contacts = ibis.memtable(gone).cast({"customer_id": "string", "opted_out_day": "date"})
        tables = {"email_activity?": mail, "contacts?": contacts}
        desk = SimpleNamespace(as_of=DAY, read=lambda name, by_customer: tables[name])
        return mail_by_customer(desk, PEOPLE, window_days=365)

    return make


def measures(response, part="all"):
    own = response[response["part"].eq(part)]
    return own.set_index("measure")[["customers", "responding"]].apply(tuple, axis=1).to_dict()


def test_who_agrees_or_did_something_is_reached_and_each_newsletter_counts_once(by_customer):
    told = by_customer(
        ("ann", "m1", "open"), ("ann", "m1", "open"), ("ann", "m1", "click"), ("cat", "m1", "open"),
        ("ann", "m0", "open", date(2025, 1, 1)), ("out", "m1", "open"),
    )  # fmt: skip

    assert told["opened"].to_dict() == {"ann": 1, "bob": 0, "cat": 1}
    assert measures(mail_response(told, {})) == {"opened": (3, 2), "clicked": (2, 1)}


def test_a_click_is_an_opening_even_where_none_is_told(by_customer):
    told = by_customer(("ann", "m1", "click"))

    assert measures(mail_response(told, {}))["opened"] == (2, 1)


def test_who_left_is_counted_where_some_source_tells_of_leaving_and_is_unknown_elsewhere(
    by_customer,
):
    left = by_customer(("ann", "m1", "unsubscribe"), opted_out=["dan"])
    silent = by_customer(("ann", "m1", "open"))

    assert measures(mail_response(left, {}))["unsubscribed"] == (3, 2)
    assert "unsubscribed" not in measures(mail_response(silent, {}))


def test_shares_of_newsletters_are_told_where_sending_is(by_customer):
    told = by_customer(
        *((who, f"m{n}", "send") for who in ("ann", "bob") for n in range(2)),
        ("ann", "m0", "open"), ("ann", "m1", "open"), ("ann", "m1", "click"),
    )  # fmt: skip
    response = mail_response(told, {}).set_index("measure")

    assert response.loc["opened_of_sent", ["customers", "responding", "share"]].tolist() == [
        2, 1, 0.5,
    ]  # fmt: skip
    # Ann opened both, Bob none: four newsletters are worth two.
    other = binomtest(1, 2).proportion_ci(method="wilson")
    assert response.loc["opened_of_sent", "lower"] == pytest.approx(other.low)
    assert response.loc["clicked_of_opened", "share"] == 0.5
    assert set(mail_response(told, {}).columns) == set(contracts.load("mail_response").columns)


def test_groups_are_told_apart_and_without_mail_it_is_said_what_to_add(by_customer):
    told = by_customer(("ann", "m1", "open"))
    groups = {"segment": pd.Series(["A", "B"], index=["ann", "bob"])}

    response = mail_response(told, groups)

    assert measures(response, "A")["opened"] == (1, 1)
    assert measures(response, "B")["opened"] == (1, 0)
    assert why_no_mail(told) is None
    assert measures(mail_response(by_customer(opted_out=["dan"]), {})) == {"unsubscribed": (3, 1)}
    assert why_no_mail(by_customer()) == "missing.tables.email_activity"
