import hashlib
import os

from helpers.runner.hashes import Hashes


def test_a_file_is_read_once_while_size_time_and_inode_stand_still(tmp_path, monkeypatch):
    path = tmp_path / "a"
    path.write_text("one")
    known = Hashes(tmp_path / "hashes.json")
    first = known.digest(path)
    known.save()
    monkeypatch.setattr(hashlib, "file_digest", None)

    again = Hashes(tmp_path / "hashes.json").digest(path)

    assert first == again == hashlib.sha256(b"one").hexdigest()


def test_a_file_of_another_size_is_read_again_even_at_the_same_time(tmp_path):
    path = tmp_path / "a"
    path.write_text("one")
    hashes = Hashes(tmp_path / "hashes.json")
    first, stat = hashes.digest(path), path.stat()
    path.write_text("three")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))

    second = hashes.digest(path)

    assert first != second


def test_a_file_that_is_not_there_has_no_hash(tmp_path):
    assert Hashes(tmp_path / "hashes.json").digest(tmp_path / "a") is None


def test_files_that_are_gone_are_forgotten(tmp_path):
    path, kept = tmp_path / "a", tmp_path / "hashes.json"
    path.write_text("one")
    hashes = Hashes(kept)
    hashes.digest(path)
    path.unlink()

    hashes.save()

    assert str(path) not in kept.read_text()


def test_a_file_of_two_names_is_read_once(tmp_path, monkeypatch):
    (tmp_path / "a").write_text("one")
    hashes = Hashes(tmp_path / "hashes.json")
    first = hashes.digest(tmp_path / "a")
    os.link(tmp_path / "a", tmp_path / "b")
    monkeypatch.setattr(hashlib, "file_digest", None)

    second = hashes.digest(tmp_path / "b")

    assert first == second
