import os

import pytest

from helpers.reporting.files import write_text


def test_a_text_is_written_as_it_is_and_its_folder_made(tmp_path):
    path = tmp_path / "new" / "page.html"

    write_text(path, "顾客\n")

    assert path.read_bytes() == "顾客\n".encode()


def test_a_failed_write_leaves_the_old_text_and_nothing_beside_it(tmp_path, monkeypatch):
    path = tmp_path / "page.html"
    path.write_text("old")

    def fail(*_):
        raise OSError("no space left")

    monkeypatch.setattr(os, "replace", fail)

    with pytest.raises(OSError, match="no space"):
        write_text(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
