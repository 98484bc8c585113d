import pytest
from requests import Response

from helpers.pull.answers import SourceUnavailable, code_of, is_broken, part, told
from helpers.pull.declaration import Shopify
from helpers.workspace.errors import InputError

ENTRY = Shopify(api="shopify", base_url="https://a.example", version="1")


def response(status=200, content=b"{}"):
    made = Response()
    made.status_code, made._content = status, content
    return made


@pytest.mark.parametrize("status", [204, 304])
def test_no_content_is_nothing(status):
    assert told(response(status, b""), ENTRY) is None


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_source_is_unavailable(status):
    with pytest.raises(SourceUnavailable, match=rf"busy or out of order \(HTTP {status}\)"):
        told(response(status, b"<html>"), ENTRY)


@pytest.mark.parametrize(
    ("status", "content", "words"),
    [(401, b"{}", r"\(HTTP 401\): set SHOPIFY_ACCESS_TOKEN"),
     (403, b'{"errors": "no"}', r"\(HTTP 403, no\): set SHOPIFY_ACCESS_TOKEN"),
     (404, b"x", r"\(HTTP 404\): check base_url"),
     (301, b"", r"\(HTTP 301\): check base_url"),
     (400, b'{"code": "BAD", "status": "error"}', r"\(HTTP 400, BAD\): check SHOPIFY_ACCESS"),
     (200, b'{"error": "invalid_grant"}', r"\(HTTP 200, invalid_grant\)")],
)  # fmt: skip
def test_a_refusal_is_told_with_its_code_and_what_to_do(status, content, words):
    with pytest.raises(InputError, match=f"shopify: the source refuses {words}"):
        told(response(status, content), ENTRY)


@pytest.mark.parametrize("error", ["Ana Lima is gone", {"message": "Ana Lima"}, ["Ana Lima"]])
def test_of_an_error_only_what_is_shaped_like_a_code_is_quoted(error):
    assert code_of({"errors": error}) == "error"


@pytest.mark.parametrize("answer", [{"errorCode": 0}, {"errors": {}}, {"status": "ok"}, [], None])
def test_an_answer_without_an_error_has_no_code(answer):
    assert code_of(answer) == ""


@pytest.mark.parametrize("content", [b"", b'{"a": 1', b"<html></html>"])
def test_a_200_that_is_no_whole_json_is_asked_for_again(content):
    assert is_broken(response(200, content), None)
    assert not is_broken(response(404, content), None)
    assert not is_broken(response(200, b"{}"), None)
    assert not is_broken(None, OSError())


@pytest.mark.parametrize("answer", [{}, {"orders": None}, {"orders": {}}, {"orders": [1]}, []])
def test_what_is_no_list_of_records_is_refused_and_not_taken_for_none(answer):
    with pytest.raises(InputError, match="shopify: an answer has no list 'orders'"):
        part(answer, ENTRY, ("orders",))
