import gzip

import pytest

from helpers.pull.spool import Spool


@pytest.fixture
def spool(tmp_path):
    with Spool(tmp_path) as made:
        yield made


def test_of_a_record_that_comes_again_the_newest_line_stays_in_its_place(spool, tmp_path):
    for key, line in [("a", b"a1\n"), ("b", b"b1\n"), ("a", b"a2\n"), ("c", b"c1\n")]:
        spool.add(key, line)

    spool.write(tmp_path / "x.jsonl.gz")

    assert gzip.decompress((tmp_path / "x.jsonl.gz").read_bytes()) == b"b1\na2\nc1\n"
    assert len(spool) == 3


def test_equal_lines_make_equal_bytes_under_any_name(spool, tmp_path):
    spool.add("a", b"a1\n")

    spool.write(tmp_path / "x.gz")
    spool.write(tmp_path / "y.gz")

    told = (tmp_path / "x.gz").read_bytes()
    assert told == (tmp_path / "y.gz").read_bytes()
    assert told[4:8] == bytes(4)  # where gzip keeps the time


def test_nothing_is_left_beside_the_file(spool, tmp_path):
    spool.add("a", b"a1\n")

    spool.write(tmp_path / "x.gz")

    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["x.gz"]
