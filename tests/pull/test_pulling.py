import json
from datetime import date

import pytest
from loopback import CUT, HALF, Answer
from systems import SYSTEMS

from helpers.pull.answers import SourceUnavailable
from helpers.workspace import paths
from helpers.workspace.errors import InputError, UsageError

LATER = date(2026, 10, 6)
NO_DAYS = sorted(set(SYSTEMS) - {"ga4"})  # what has a moment of change rather than a closed day


def as_text(records):
    return json.loads(json.dumps(records), parse_int=str, parse_float=str)


def in_order(records):
    return sorted(records, key=str)


def found_in_raw():
    return sorted(p.name for p in paths.raw("acme").iterdir() if not p.name.startswith("."))


@pytest.mark.parametrize("name", sorted(SYSTEMS))
def test_all_pages_are_delivered_as_they_were_answered(source, name):
    made = source(name, records=8)

    pulled = made.pull()

    assert pulled.folder == "data/raw/acme/2026-10-05"
    assert pulled.records == {made.system.file: 8}
    told = as_text(made.system.records[made.system.kind])
    assert in_order(made.delivered()) == in_order(told)


@pytest.mark.parametrize("name", sorted(SYSTEMS))
def test_a_second_pull_right_after_takes_nothing_and_writes_nothing(source, name):
    made = source(name)
    made.pull()
    before = {path: path.stat().st_mtime_ns for path in paths.raw("acme").rglob("*")}

    pulled = made.pull(LATER)

    assert pulled.records == {} and not pulled.already
    after = {path: path.stat().st_mtime_ns for path in paths.raw("acme").rglob("*")}
    hidden = paths.raw("acme") / ".pull"
    assert after | {hidden: 0, hidden / "lock": 0} == before | {hidden: 0, hidden / "lock": 0}


@pytest.mark.parametrize("name", NO_DAYS)
def test_a_later_pull_delivers_what_is_new_or_changed_and_nothing_else(source, name):
    made = source(name)
    made.pull()
    made.system.change(made.system.kind, 2, note="changed")
    made.system.records[made.system.kind].append(made.system.record(99))

    made.pull(LATER)

    changed, new = made.system.records[made.system.kind][2], made.system.record(99)
    assert in_order(made.delivered(folder="2026-10-06")) == in_order(as_text([changed, new]))


@pytest.mark.parametrize("name", NO_DAYS)
def test_a_day_has_one_delivery_and_what_is_new_since_then_comes_with_the_next(source, name):
    made = source(name)
    made.pull()
    made.system.records[made.system.kind].append(made.system.record(99))

    same_day, next_day = made.pull(), made.pull(LATER)

    assert same_day == ("data/raw/acme/2026-10-05", {}, True)
    assert len(made.delivered()) == 7
    assert next_day.records == {made.system.file: 1}


FAULTS = {
    "busy": Answer(429, {}, {"Retry-After": "7"}),
    "busy, in Shopify's spelling": Answer(429, {}, {"Retry-After": "2.0"}),
    "out of order": Answer(503, b"<html>maintenance</html>"),
    "cut off": CUT,
    "cut short": HALF,
    "a web page": Answer(200, b"<html>please log in</html>"),
    "nothing at all": Answer(200, b""),
    "two values for one key": Answer(200, b'{"data": [], "data": []}'),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", sorted(SYSTEMS))
def test_a_page_that_fails_once_is_asked_for_again_without_loss_or_doubling(source, name, fault):
    made = source(name)
    made.served.faults = [None, FAULTS[fault]]

    made.pull()

    assert made.served.faults == []
    told = as_text(made.system.records[made.system.kind])
    assert in_order(made.delivered()) == in_order(told)


def test_a_pull_waits_as_long_as_the_source_asks_for(source, waits):
    made = source("shopify")
    made.served.faults = [FAULTS["busy"]]

    made.pull()

    assert waits == [7]


@pytest.mark.parametrize("fault", ["busy", "out of order", "cut off", "cut short", "a web page"])
@pytest.mark.parametrize("name", sorted(SYSTEMS))
def test_a_pull_that_is_cut_half_way_delivers_nothing_and_is_repeated_in_full(source, name, fault):
    made = source(name)
    made.served.faults = [None, *[FAULTS[fault]] * 5]

    with pytest.raises(SourceUnavailable, match=f"{name}: the source .* pull again later"):
        made.pull()
    left = found_in_raw()
    made.pull()

    assert left == ["pull.toml"]
    told = as_text(made.system.records[made.system.kind])
    assert in_order(made.delivered()) == in_order(told)


@pytest.mark.parametrize("name", ["zoho", "fxiaoke", "ga4"])
def test_an_access_that_ends_between_two_pages_is_renewed_once(source, name):
    made = source(name)
    made.system.after_page = lambda: made.system.tokens.clear()

    made.pull()

    assert made.system.granted == 2
    assert made.system.after_page is None
    told = as_text(made.system.records[made.system.kind])
    assert in_order(made.delivered()) == in_order(told)


@pytest.mark.parametrize(
    ("name", "refusal", "variable"),
    [("zoho", "HTTP 401, INVALID_TOKEN", "set .*ZOHO_REFRESH_TOKEN"),
     ("fxiaoke", "HTTP 200, 20016", "check .*FXIAOKE_APP_SECRET"),
     ("ga4", "HTTP 401, UNAUTHENTICATED", "set .*GA4_REFRESH_TOKEN")],
)  # fmt: skip
def test_an_access_that_is_refused_again_is_not_renewed_for_ever(source, name, refusal, variable):
    made = source(name)
    made.system.new_token = lambda: setattr(made.system, "granted", made.system.granted + 1) or "x"

    with pytest.raises(InputError, match=f"{name}: the source refuses \\({refusal}\\): {variable}"):
        made.pull()

    assert made.system.granted == 2
    assert found_in_raw() == ["pull.toml"]


@pytest.mark.parametrize(
    ("name", "secret", "told"),
    [("zoho", "REFRESH_TOKEN", "HTTP 200, invalid_code.*ZOHO_REFRESH_TOKEN"),
     ("fxiaoke", "APP_SECRET", "HTTP 200, 10006.*FXIAOKE_APP_SECRET"),
     ("mailchimp", "API_KEY", "HTTP 401.*set MAILCHIMP_API_KEY"),
     ("shopify", "ACCESS_TOKEN", "HTTP 401.*set SHOPIFY_ACCESS_TOKEN"),
     ("ga4", "REFRESH_TOKEN", "HTTP 200, invalid_code.*GA4_REFRESH_TOKEN")],
)  # fmt: skip
def test_a_wrong_secret_is_told_by_its_variable_and_never_by_its_value(
    source, monkeypatch, name, secret, told
):
    made = source(name)
    monkeypatch.setenv(f"{name.upper()}_{secret}", "wrong-and-secret")

    with pytest.raises(InputError, match=f"{name}: the source refuses .{told}") as caught:
        made.pull()

    values = ["wrong-and-secret", *(v for v in made.system.secrets.values() if "hidden" in v)]
    assert not any(value in str(caught.value) for value in values)


@pytest.mark.parametrize(
    "content",
    [{"errors": [{"message": "Zhang Wei"}]}, {"errorCode": 30002, "errorMessage": "Zhang Wei"}],
)
@pytest.mark.parametrize("name", sorted(SYSTEMS))
def test_an_error_in_the_words_of_a_200_is_a_refusal_that_quotes_nobody(source, name, content):
    made = source(name)
    made.served.faults = [None, Answer(200, content)]

    with pytest.raises(InputError, match=r"the source refuses \(HTTP 200, (error|30002)\)") as told:
        made.pull()

    assert "Zhang" not in str(told.value)
    assert found_in_raw() == ["pull.toml"]


@pytest.mark.parametrize("content", [{"rowCount": 3, "total_items": 3, "result": []}, []])
@pytest.mark.parametrize("name", sorted(SYSTEMS))
def test_an_answer_of_another_shape_is_not_taken_for_no_records(source, name, content):
    made = source(name)
    made.served.faults = [None, Answer(200, content)]

    with pytest.raises(InputError, match=f"{name}: an answer has no (list|')"):
        made.pull()


@pytest.mark.parametrize("name", sorted(SYSTEMS))
def test_a_source_without_records_delivers_nothing(source, name):
    made = source(name, records=0)

    assert made.pull().records == {}
    assert found_in_raw() == ["pull.toml"]


@pytest.mark.parametrize("name", NO_DAYS)
def test_a_record_that_changes_between_pages_is_delivered_once_as_it_is_now(source, name):
    made = source(name)
    made.system.after_page = lambda: made.system.change(made.system.kind, 0, note="now")

    made.pull()

    told = as_text(made.system.records[made.system.kind])
    assert in_order(made.delivered()) == in_order(told)


@pytest.mark.parametrize("name", NO_DAYS)
def test_records_of_one_moment_fill_pages_and_none_is_lost_when_one_of_them_changes(source, name):
    made = source(name)
    made.fill(11, moment=made.system.moment(made.system.record(0)))
    made.system.after_page = lambda: setattr(made.system, "after_page", change)

    def change():
        made.system.change(made.system.kind, 0, note="now")

    made.pull()

    told = as_text(made.system.records[made.system.kind])
    assert in_order(made.delivered()) == in_order(told)


def test_an_entry_that_asks_for_other_fields_is_read_from_its_beginning(source, declare):
    made = source("zoho")
    made.pull()
    declare(made.system.toml() + 'fields = { Contacts = ["Last_Name"] }\n')

    assert made.pull(LATER).records == {"zoho_contacts": 7}


def test_a_pull_does_not_go_back_before_the_last_delivery(source):
    made = source("shopify")
    made.pull(LATER)

    with pytest.raises(
        UsageError, match=r"2026-10-05 lies before the last delivery \(2026-10-06\)"
    ):
        made.pull()


def test_a_pull_begins_only_where_every_secret_is_set(source, monkeypatch):
    made = source("zoho")
    monkeypatch.delenv("ZOHO_REFRESH_TOKEN")

    with pytest.raises(UsageError, match="not set in the environment: ZOHO_REFRESH_TOKEN: set"):
        made.pull()

    assert made.served.asked == []


def test_no_source_is_asked_before_the_secrets_of_all_are_there(source, declare, monkeypatch):
    shop, crm = source("shopify"), source("zoho")
    declare(shop.system.toml() + crm.system.toml())
    monkeypatch.delenv("ZOHO_CLIENT_SECRET")

    with pytest.raises(UsageError, match="ZOHO_CLIENT_SECRET"):
        shop.pull()

    assert shop.served.asked == []


def test_one_refusing_source_holds_the_whole_delivery_back(source, declare):
    shop, crm = source("shopify"), source("zoho")
    declare(shop.system.toml() + crm.system.toml())
    crm.served.faults = [None, Answer(403, {"code": "NO_PERMISSION", "status": "error"})]

    with pytest.raises(InputError, match=r"zoho: the source refuses \(HTTP 403, NO_PERMISSION\)"):
        crm.pull()

    assert found_in_raw() == ["pull.toml"]
    assert crm.pull().records == {"shopify_orders": 7, "zoho_contacts": 7}


def test_two_pulls_of_the_same_answers_make_the_same_bytes(source):
    made = source("fxiaoke")
    made.pull()
    first = (paths.raw("acme") / "2026-10-05" / "fxiaoke_AccountObj.jsonl.gz").read_bytes()
    (paths.raw("acme") / ".pull" / "state.json").unlink()

    made.pull(LATER)

    second = paths.raw("acme") / "2026-10-06" / "fxiaoke_AccountObj.jsonl.gz"
    assert second.read_bytes() == first
