import pytest

from helpers.pull.exact_json import line, parse


@pytest.mark.parametrize(
    "text",
    ['{"id":1234567890123456789012345678901234567890}', '{"price":1.10}', '{"tiny":-0}',
     '{"big":1E+400}', '{"same":1e5}', '{"zero":0.000}', '{"name":"陈 😀 é"}',
     '{"deep":{"list":[1.0,{"x":null}],"yes":true}}', '{"line":"a\\nb\\t\\u0000"}',
     '{"NULL":"NA","formula":"=1+1"}', '{"half":"\\ud83d"}'],
)  # fmt: skip
def test_a_record_leaves_as_it_came(text):
    assert line(parse(text.encode())) == f"{text}\n".encode()


def test_a_record_spread_over_lines_becomes_one():
    assert line(parse(b'{\n "a": 1,\r\n "b": [ 2 ]\n}\n')) == b'{"a":1,"b":[2]}\n'


@pytest.mark.parametrize(
    "content", [b"", b'{"a": 1', b'{"a": NaN}', b'{"a": 1, "a": 2}', b"<html>", b'{"a": "\xff"}',
                b"[" * 100_000, b'{"a": 1}{"a": 2}'],
)  # fmt: skip
def test_what_is_not_whole_or_would_lose_a_value_is_refused(content):
    with pytest.raises(ValueError):
        parse(content)


def test_a_number_can_still_be_counted_with():
    told = parse(b'{"total": 12, "price": 1.50}')

    assert int(told["total"]) == 12
    assert f"{told['price']}" == "1.50"
