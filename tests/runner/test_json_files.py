import os

import pytest

from helpers.runner.json_files import read_json, write_json


def test_equal_contents_have_equal_bytes(tmp_path):
    write_json(tmp_path / "a", {"b": 1, "a": "户"})
    write_json(tmp_path / "b", {"a": "户", "b": 1})

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert read_json(tmp_path / "a") == {"a": "户", "b": 1}


def test_a_write_that_fails_keeps_the_old_file_and_leaves_nothing_beside_it(tmp_path, monkeypatch):
    write_json(tmp_path / "a", 1)

    def fail(handle):
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", fail)

    with pytest.raises(OSError, match="disk full"):
        write_json(tmp_path / "a", 2)

    assert read_json(tmp_path / "a") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("text", [None, "{half"])
def test_an_absent_or_broken_file_reads_as_absent(tmp_path, text):
    if text is not None:
        (tmp_path / "a").write_text(text)

    assert read_json(tmp_path / "a", absent={}) == {}
