import hashlib
import os
import stat
import subprocess
import sys

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.workspace import PrivacyError, key_chain, privacy
from helpers.workspace.settings import settings


def hmac_by_hand(key: bytes, message: bytes) -> str:
    """RFC 2104 from two plain hashes, to check the library's by."""
    padded = key.ljust(64, b"\0")
    inner = hashlib.sha256(bytes(b ^ 0x36 for b in padded) + message).digest()
    return hashlib.sha256(bytes(b ^ 0x5C for b in padded) + inner).hexdigest()


def with_key_file(monkeypatch, path):
    monkeypatch.delenv("HELPERS_KEY")
    monkeypatch.setenv("HELPERS_KEY_FILE", str(path))
    monkeypatch.setenv("HELPERS_ROOT", str(path.parent))  # where nothing was made with a key
    settings.cache_clear()


@pytest.mark.parametrize("value", ["anna@example.org", "+8613800000000", "王小明"])
def test_a_pseudonym_is_the_start_of_a_keyed_hash(value):
    expected = hmac_by_hand(os.environ["HELPERS_KEY"].encode(), b"email\0" + value.encode())

    assert privacy.pseudonym("email", value) == expected[:20]


def test_a_column_of_pseudonyms_agrees_with_single_ones_and_keeps_what_is_missing():
    texts = pd.Series(["b", None, "", "a", "b"], index=[3, 1, 4, 5, 9], dtype="str")

    found = privacy.pseudonyms("phone", texts)

    assert found[[3, 5, 9]].tolist() == [privacy.pseudonym("phone", text) for text in "bab"]
    assert found[[1, 4]].isna().all()
    assert found.index.equals(texts.index)


def test_equal_texts_of_two_kinds_get_two_pseudonyms():
    assert privacy.pseudonym("email", "7") != privacy.pseudonym("customer", "7")


def test_another_key_gives_other_pseudonyms_and_another_key_id(monkeypatch):
    before = privacy.pseudonym("email", "a"), privacy.key_id()

    monkeypatch.setenv("HELPERS_KEY", "z" * 32)
    settings.cache_clear()

    assert privacy.pseudonym("email", "a") != before[0] and privacy.key_id() != before[1]


def test_a_short_key_is_refused_and_not_shown(monkeypatch):
    monkeypatch.setenv("HELPERS_KEY", "hunter2")
    settings.cache_clear()

    with pytest.raises(PrivacyError, match="shorter than 32 characters") as caught:
        privacy.key_id()

    assert "hunter2" not in str(caught.value)


def test_a_key_file_is_made_once_for_this_user_alone(monkeypatch, tmp_path):
    path = tmp_path / "new" / "pseudonym.key"
    with_key_file(monkeypatch, path)

    first = privacy.key_id()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(path.read_text()) == 64
    privacy._key_from_file.cache_clear()
    assert privacy.key_id() == first
    assert [file.name for file in path.parent.iterdir()] == ["pseudonym.key"]


def test_a_key_that_is_gone_is_never_made_anew_in_silence(monkeypatch, tmp_path):
    path = tmp_path / "pseudonym.key"
    with_key_file(monkeypatch, path)
    key_chain.hold("shop", privacy.key_id())
    path.unlink()
    privacy._key_from_file.cache_clear()

    with pytest.raises(PrivacyError, match="key is missing: the tables of shop") as refusal:
        privacy.key_id()

    assert refusal.value.exit_code == 6
    assert not path.exists()


def test_processes_that_make_the_key_at_the_same_time_agree(monkeypatch, tmp_path):
    with_key_file(monkeypatch, tmp_path / "pseudonym.key")
    command = [
        sys.executable,
        "-c",
        "from helpers.workspace import privacy; print(privacy.key_id())",
    ]

    runs = [subprocess.Popen(command, env=os.environ, stdout=subprocess.PIPE) for _ in range(3)]

    assert len({run.communicate()[0] for run in runs}) == 1


@pytest.mark.parametrize("content", ["hunter2", "ä" * 40])
def test_a_key_file_that_holds_no_key_is_refused(monkeypatch, tmp_path, content):
    path = tmp_path / "pseudonym.key"
    path.write_text(content, encoding="utf-8")
    with_key_file(monkeypatch, path)

    with pytest.raises(PrivacyError, match="pseudonym key") as caught:
        privacy.key_id()

    assert content not in str(caught.value)


def test_a_key_file_in_a_place_that_cannot_be_written_says_what_to_set(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    with_key_file(monkeypatch, tmp_path / "file" / "pseudonym.key")

    with pytest.raises(PrivacyError, match="set HELPERS_KEY"):
        privacy.key_id()


@given(st.text())
def test_a_mask_keeps_length_and_shows_one_letter_at_most(text):
    masked = privacy.mask(text)

    shown = [letter for letter in masked if letter.isalnum()]
    assert len(masked) == len(text)
    assert len(shown) <= 1
    assert not any(letter.isdigit() for letter in masked)


@pytest.mark.parametrize("name", ["艳 郑", "郑艳", "Al", "Li Wu", "+86 138 0000"])
def test_a_mask_shows_nothing_of_short_words_and_numbers(name):
    assert not any(letter.isalnum() for letter in privacy.mask(name))


def test_a_mask_hides_letters_behind_combining_marks():
    assert privacy.mask("नमस्ते") == "न*****"


def test_a_missing_text_is_masked_as_nothing():
    assert privacy.mask(None) == privacy.mask(float("nan")) == ""
