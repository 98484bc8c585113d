import io
import struct
import zipfile

import pytest

from helpers.intake import archive
from helpers.workspace import InputError


def write(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return path


@pytest.fixture
def path(tmp_path):
    return tmp_path / "x.zip"


def test_files_come_sorted_without_folders_and_what_systems_leave_behind(path):
    write(path, {"b/2.csv": "two", "a.csv": "one", "b/": "", "__MACOSX/b/._2.csv": "x",
                 "b/.DS_Store": "x"})  # fmt: skip

    assert list(archive.files_in(path, "x.zip")) == [("a.csv", b"one"), ("b/2.csv", b"two")]


@pytest.mark.parametrize("inner", ["../out.csv", "/etc/out.csv", "a/../../out.csv", "C:/out.csv",
                                   "..\\out.csv"])  # fmt: skip
def test_a_path_that_leads_out_is_refused(path, inner):
    write(path, {"fine.csv": "x", inner: "x"})

    with pytest.raises(InputError, match="holds a path that leads out of it"):
        list(archive.files_in(path, "x.zip"))


def test_an_archive_that_unpacks_past_its_limit_is_refused_unread(path, monkeypatch):
    write(path, {"zeros.csv": b"0" * 3_000_000})
    monkeypatch.setattr(archive, "LARGEST_SMALL_FILE", 1 << 20)

    with pytest.raises(InputError, match="unpacks to more than .* far more than an export"):
        list(archive.files_in(path, "x.zip"))


def test_an_archive_of_more_files_than_allowed_is_refused(path, monkeypatch):
    write(path, {f"{number}.csv": "x" for number in range(4)})
    monkeypatch.setattr(archive, "MOST_FILES", 3)

    with pytest.raises(InputError, match="more than 3 files"):
        list(archive.files_in(path, "x.zip"))


def test_a_file_that_lies_about_its_size_is_refused(path):
    write(path, {"zeros.csv": b"0" * 1000})
    content = path.read_bytes()
    path.write_bytes(content.replace(struct.pack("<I", 1000), struct.pack("<I", 10)))

    with pytest.raises(InputError, match="cannot be unpacked"):
        list(archive.files_in(path, "x.zip"))


def test_a_locked_archive_is_refused(path):
    content = io.BytesIO()
    write(content, {"a.csv": "x"})
    locked = bytearray(content.getvalue())
    locked[locked.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(bytes(locked))

    with pytest.raises(InputError, match="is locked by a password"):
        list(archive.files_in(path, "x.zip"))


def test_an_archive_that_is_cut_off_is_refused(path):
    content = write(path, {"a.csv": "x" * 500}).read_bytes()
    path.write_bytes(content[:-30])

    with pytest.raises(InputError, match="x.zip cannot be unpacked .*: copy it again"):
        list(archive.files_in(path, "x.zip"))
