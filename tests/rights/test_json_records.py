import json

from helpers.rights.going import Going, words_pattern
from helpers.rights.json_records import json_lines

GOES = Going({2}, frozenset(), None)


def test_a_line_that_goes_is_empty_and_the_others_stay_byte_for_byte():
    text = '{"id":1, "total": 1.10}\n{"id":2}\n{"id": 3}\n'

    assert json_lines(text, GOES) == '{"id":1, "total": 1.10}\n\n{"id": 3}\n'


def test_an_order_keeps_goods_and_amounts_digit_by_digit():
    order = (
        '{"name":"#1","email":"a@x.org","total_price":10.10,'
        '"customer":{"id":7,"email":"a@x.org"},"shipping_address":{"city":"Ulm","zip":"1"},'
        '"line_items":[{"sku":"A","price":"10.10","properties":[{"value":"Anna"}]}]}'
    )
    kept = frozenset(("name", "total_price", "shipping_address.city", "line_items"))

    left = json_lines("{}\n" + order, Going({2}, kept, None))

    assert left == (
        '{}\n{"name":"#1","total_price":10.10,"shipping_address":{"city":"Ulm"},'
        '"line_items":[{"sku":"A","price":"10.10"}]}'
    )


def test_words_are_found_behind_escapes():
    text = json.dumps({"id": 1, "note": "问 欧阳娜娜"}) + "\n"

    left = json_lines(text, Going(set(), frozenset(), words_pattern(["欧阳娜娜"])))

    assert json.loads(left) == {"id": 1, "note": "问 "}


def test_an_object_goes_from_the_list_of_an_answer():
    text = json.dumps({"errorCode": 0, "data": {"dataList": [{"_id": "a"}, {"_id": "b"}]}})

    left = json.loads(json_lines(text, GOES))

    assert left == {"errorCode": 0, "data": {"dataList": [{"_id": "a"}]}}


def test_an_object_goes_from_a_plain_list():
    assert json_lines('[{"a": 1}, {"a": 2}, {"a": 3}]', GOES) == '[{"a":1},{"a":3}]'
