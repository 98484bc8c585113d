import pytest
from loopback import CUT, Answer

from helpers.pull.answers import SourceUnavailable


def test_a_source_that_cannot_be_reached_is_told_without_its_address(source, declare):
    made = source("mailchimp")
    declare(made.system.toml().replace(made.system.url, "http://127.0.0.1:9"))

    with pytest.raises(SourceUnavailable, match="cannot be reached, .*ConnectionError") as told:
        made.pull()

    assert "127.0.0.1" not in str(told.value) and "hidden" not in str(told.value)


def test_how_often_and_how_slowly_to_repeat_is_set_in_the_environment(source, monkeypatch, waits):
    monkeypatch.setenv("RUNTIME__REQUEST_MAX_ATTEMPTS", "3")
    monkeypatch.setenv("RUNTIME__REQUEST_BACKOFF_FACTOR", "10")
    made = source("shopify")
    made.served.faults = [CUT] * 9

    with pytest.raises(SourceUnavailable):
        made.pull()

    assert waits == [10, 20]
    assert len(made.served.asked) == 3


def test_a_refusal_is_not_repeated(source):
    made = source("shopify")
    made.served.faults = [Answer(403, {"errors": "no"})] * 2

    with pytest.raises(ValueError, match="refuses"):
        made.pull()

    assert len(made.served.asked) == 1


def test_an_answer_that_is_packed_is_unpacked(source):
    import gzip
    import json

    made = source("shopify", records=1)
    body = gzip.compress(json.dumps({"orders": made.system.records["orders"]}).encode())
    made.served.faults = [Answer(200, body, {"Content-Encoding": "gzip"})]

    made.pull()

    assert made.keys() == [str(made.system.records["orders"][0]["id"])]
