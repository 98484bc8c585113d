import pytest
from loopback import Answer

from helpers.workspace.errors import InputError


def test_a_token_is_fetched_once_for_all_pages_and_modules(source, declare):
    made = source("zoho", records=10)
    made.system.records["Deals"] = [made.system.record(50)]
    declare(made.system.toml().replace('["Contacts"]', '["Contacts", "Deals"]'))

    made.pull()

    assert made.system.granted == 1


def test_a_token_that_ends_while_a_page_is_repeated_is_renewed_all_the_same(source):
    made = source("zoho")
    made.served.faults = [None, Answer(401, {}), Answer(503)]

    made.pull()

    assert len(made.delivered()) == 7


def test_secrets_travel_in_the_body_and_never_in_an_address(source, monkeypatch):
    made = source("zoho")
    seen = []
    grant = made.system.grant
    monkeypatch.setattr(made.system, "grant", lambda asked: seen.append(asked) or grant(asked))

    made.pull()

    assert [asked.params for asked in seen] == [{}]
    assert not any("hidden" in str(asked.params) for asked in made.served.asked)


def test_an_answer_without_a_token_is_told(source, monkeypatch):
    made = source("ga4")
    monkeypatch.setattr(made.system, "grant", lambda asked: Answer(200, {"token_type": "Bearer"}))

    with pytest.raises(InputError, match="ga4: the answer at token_url holds no token"):
        made.pull()
