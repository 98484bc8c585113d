import gzip
import zipfile

import pytest

from helpers.intake import archive, contents
from helpers.workspace import InputError

TABLE = b"a,b\n1,x\n"


def packed(path, content, *, kind="gz"):
    if kind == "gz":
        path.write_bytes(gzip.compress(content, mtime=0))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr("lines.csv", content)
    return path


@pytest.mark.parametrize("kind", ["gz", "zip"])
def test_a_packed_file_is_unpacked_by_the_end_of_its_name(tmp_path, kind):
    assert contents.unpacked(packed(tmp_path / f"x.csv.{kind}", TABLE, kind=kind), "x") == TABLE


def test_a_file_packed_in_several_pieces_is_read_whole(tmp_path):
    path = tmp_path / "x.csv.gz"
    path.write_bytes(gzip.compress(TABLE) + gzip.compress(b"2,y\n"))

    assert contents.unpacked(path, "x") == TABLE + b"2,y\n"


@pytest.mark.parametrize("kind", ["gz", "zip"])
@pytest.mark.parametrize("left", [-1, -9, 20])
def test_a_packed_file_that_is_cut_off_is_refused(tmp_path, kind, left):
    path = packed(tmp_path / f"x.{kind}", TABLE * 99, kind=kind)
    path.write_bytes(path.read_bytes()[:left])

    with pytest.raises(InputError, match="x cannot be unpacked .*may be cut off"):
        contents.unpacked(path, "x")


@pytest.mark.parametrize("kind", ["gz", "zip"])
def test_a_file_that_unpacks_past_its_limit_is_refused(tmp_path, kind, monkeypatch):
    monkeypatch.setattr(archive, "LARGEST_SMALL_FILE", 1 << 20)
    path = packed(tmp_path / f"x.{kind}", b"0" * (1 << 20), kind=kind)
    assert len(contents.unpacked(path, "x")) == 1 << 20

    packed(path, b"0" * ((1 << 20) + 1), kind=kind)
    with pytest.raises(InputError, match="x unpacks to more than .* far more than an export"):
        contents.unpacked(path, "x")


def test_there_is_a_limit_that_no_packed_file_may_pass():
    assert archive.unpack_limit(1 << 40) == archive.LARGEST_FILE


def test_of_an_archive_of_several_files_each_must_be_declared(tmp_path):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("a.csv", TABLE)
        made.writestr("b.csv", TABLE)

    with pytest.raises(InputError, match=r"x holds 2 files \(a.csv, b.csv\).*unpack it by hand"):
        contents.unpacked(path, "x")


def test_utf_8_that_is_declared_as_latin_1_is_refused_with_what_to_write():
    with pytest.raises(InputError, match='x is UTF-8, not latin-1: write encoding = "utf-8"'):
        contents.as_utf8("Zoë".encode(), "latin-1", "x")

    assert contents.as_utf8("Zoë".encode("latin-1"), "latin-1", "x") == "Zoë".encode()


@pytest.mark.parametrize("place", [0, (1 << 20) - 1, (1 << 20) + 7])
def test_a_byte_that_is_not_of_the_encoding_is_named_with_its_line(place):
    content = b"a\n" * (place // 2) + b"a" * (place % 2) + b"\xb1" + b"\na" * 9

    with pytest.raises(InputError, match=f"byte 0xB1 in line {place // 2 + 1} is not utf-8"):
        contents.as_utf8(content, "utf-8", "x")
