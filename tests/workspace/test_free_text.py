import pandas as pd
import pytest

from helpers.workspace.free_text import without_personal


def masked(*texts):
    return without_personal(pd.Series(list(texts), dtype="str")).tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mail zebedee.quill+x@mail.example.org, please", "mail [e-mail], please"),
        ("邮箱zebedee@example.org谢谢", "邮箱[e-mail]谢谢"),
        ("看https://example.org/a，很好", "看[link]，很好"),
        ("谢谢@quill_88", "谢谢[name]"),
        ("身份证11010519491231002X。", "身份证[number]。"),
        ("see https://example.org/u/123456789?x=a", "see [link]"),
        ("WWW.example.org is mine", "[link] is mine"),
        ("thanks @quill_88!", "thanks [name]!"),
        ("call 138 0013 8000", "call [number]"),
        ("call +44 (0)7911 123-456.", "call [number]."),
        ("(020) 7946-0018", "([number]"),
        ("身份证 11010519491231002X", "身份证 [number]"),
        ("电话13800138000。", "电话[number]。"),
        ("１３８００１３８０００", "[number]"),
    ],
)
def test_what_names_somebody_is_replaced_by_a_word(text, expected):
    assert masked(text) == [expected]


@pytest.mark.parametrize(
    "text",
    ["order #1234567 late", "size 42, 3 pairs for 199.00", "2026-05-01 10:00", "5/5 @ home",
     "", "家里第二个了，大小刚刚好！"],
)  # fmt: skip
def test_what_names_nobody_stays(text):
    assert masked(text) == [text]


def test_missing_texts_stay_missing_and_rows_stay_in_their_places():
    texts = pd.Series(["a@b.org", None, "a@b.org"], index=[3, 5, 9], dtype="str")

    found = without_personal(texts)

    assert found.index.tolist() == [3, 5, 9]
    assert found.isna().tolist() == [False, True, False] and found[9] == "[e-mail]"
