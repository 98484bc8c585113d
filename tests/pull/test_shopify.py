import gzip

import pytest
from loopback import Answer

from helpers.workspace import paths
from helpers.workspace.errors import InputError


def test_ids_and_amounts_stand_in_the_file_as_the_shop_wrote_them(source):
    made = source("shopify", records=1)
    body = (b'{"orders": [{"id": 820982911946154508, "updated_at": "2026-09-01T08:00:00-04:00",'
            b' "weight": 1.10, "tiny": -0, "big": 1E400, "note": "\\ud83d",'
            b' "name": "\xe5\x8c\x97"}]}')  # fmt: skip
    made.served.faults = [Answer(200, body)]

    made.pull()

    file = paths.raw("acme") / "2026-10-05" / "shopify_orders.jsonl.gz"
    assert gzip.decompress(file.read_bytes()) == (
        b'{"id":820982911946154508,"updated_at":"2026-09-01T08:00:00-04:00","weight":1.10,'
        b'"tiny":-0,"big":1E400,"note":"\\ud83d","name":"\\u5317"}\n'
    )


def test_a_link_to_another_host_is_not_followed_because_the_secret_would_go_with_it(source):
    made = source("shopify")
    made.system.next_host = "http://127.0.0.1:9"

    with pytest.raises(InputError, match="shopify: the source points to another host"):
        made.pull()


def test_a_redirect_is_a_refusal(source):
    made = source("shopify")
    made.served.faults = [Answer(302, b"", {"Location": "http://127.0.0.1:9/login"})]

    with pytest.raises(InputError, match=r"refuses \(HTTP 302\): check base_url"):
        made.pull()


def test_a_shop_that_is_not_there_is_told(source):
    made = source("shopify")
    made.served.faults = [Answer(404, {"errors": "Not Found"})]

    with pytest.raises(InputError, match=r"refuses \(HTTP 404, error\): check base_url"):
        made.pull()


def test_a_day_from_which_on_orders_are_wanted_is_asked_for(source, declare):
    made = source("shopify")
    declare(made.system.toml() + "since = 2026-09-02\n")

    assert made.pull().records == {}
    assert made.served.asked[0].params["updated_at_min"] == "2026-09-02T00:00:00+00:00"


def test_an_order_without_a_zone_in_its_moment_is_refused(source):
    made = source("shopify")
    made.served.faults = [Answer(200, {"orders": [{"id": 1, "updated_at": "2026-09-01T08:00:00"}]})]

    with pytest.raises(InputError, match="shopify: a record's updated_at is no moment with its"):
        made.pull()
