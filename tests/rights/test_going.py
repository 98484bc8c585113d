import pytest

from helpers.rights.going import words_pattern


def test_without_values_there_is_nothing_to_find():
    assert words_pattern([]) is None


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("write to Anna@Example.org, please", "write to , please"),
        ("joanna@example.org", "joanna@example.org"),
        ("anna@example.org.cn", "anna@example.org.cn"),
        ("anna@example.org.", "."),
        ("call +86 138-0000-0001 now", "call  now"),
        ("+861380000000123", "+861380000000123"),
        ("我是欧阳娜娜。", "我是。"),
    ],
)
def test_a_value_is_found_as_a_whole_and_never_as_a_part_of_a_longer_one(text, left):
    words = words_pattern(["anna@example.org", "+8613800000001", "欧阳娜娜"])

    assert words.sub("", text) == left
