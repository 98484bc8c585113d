"""Who is meant comes from a prompt, a file or a pipe, and is never shown."""

import io
import os
import shutil
import subprocess
import sys

import pytest

from helpers.demo import write_demo
from helpers.runner import asking
from helpers.workspace import PrivacyError, UsageError, forgotten, key_chain, paths, privacy

WHO = "tao.sun19@example.com"


@pytest.fixture
def company(own_root):
    write_demo("demo", customers=40)
    return own_root


def command(root, *arguments, told=""):
    return subprocess.run(
        [sys.executable, "-m", "helpers", *arguments], input=told, text=True, check=False,
        capture_output=True, env=os.environ | {"HELPERS_ROOT": str(root)},
    )  # fmt: skip


def forget(said, answer=True, kind="email", value=WHO, resume=False):
    asking.forget("demo", kind, lambda: value, resume=resume, confirm=lambda question: answer,
                  say=said.append)  # fmt: skip


def test_a_value_comes_from_a_file_a_pipe_or_a_prompt(tmp_path, monkeypatch):
    (tmp_path / "who.txt").write_text(f"{WHO}\n")
    monkeypatch.setattr(sys, "stdin", io.StringIO(f" {WHO} \n"))

    found = [asking.value_from(str(tmp_path / "who.txt"), "email", lambda question: ""),
             asking.value_from("-", "email", lambda question: ""),
             asking.value_from(None, "email", lambda question: WHO)]  # fmt: skip

    assert found == [WHO, WHO, WHO]


@pytest.mark.parametrize("content", ["", "a@x.org\nb@x.org\n"])
def test_a_file_names_exactly_one_person(tmp_path, content):
    (tmp_path / "who.txt").write_text(content)

    with pytest.raises(UsageError, match="exactly one email") as refusal:
        asking.value_from(str(tmp_path / "who.txt"), "email", lambda question: "")

    assert "@" not in str(refusal.value)


def test_a_file_that_cannot_be_read_is_told_without_its_name():
    with pytest.raises(UsageError, match="cannot be read") as refusal:
        asking.value_from("anna@x.org.txt", "email", lambda question: "")

    assert "anna" not in str(refusal.value)


def test_the_command_line_takes_no_value_and_one_kind(own_root):
    both = command(own_root, "forget", "--company", "demo", "--email", "--phone")

    assert both.returncode == 2
    assert "--email, --phone or --customer-id" in both.stderr


def test_a_person_is_told_then_forgotten_and_nothing_said_names_them(company):
    told = command(company, "export-me", "--company", "demo", "--email", "--from", "-", told=WHO)
    gone = command(company, "forget", "--company", "demo", "--email", "--from", "-", "--yes",
                   told=WHO)  # fmt: skip
    again = command(company, "forget", "--company", "demo", "--email", "--from", "-", told=WHO)

    assert [told.returncode, gone.returncode, again.returncode] == [0, 0, 0], gone.stderr
    assert "Written: data/processed/demo/told/" in told.stdout
    assert "0 hits" in gone.stdout and "Not reached: backups" in gone.stdout
    assert "was forgotten before" in again.stdout
    for said in (told, gone, again):
        assert WHO not in said.stdout + said.stderr
        assert "tao" not in (said.stdout + said.stderr).lower()
    assert not paths.told("demo").exists()


def test_who_says_no_changes_nothing(company):
    before = {path: path.read_bytes() for path in company.rglob("*") if path.is_file()}

    with pytest.raises(UsageError, match="nothing was changed"):
        forget([], answer=False)

    after = {path: path.read_bytes() for path in company.rglob("*") if path.is_file()}
    assert {path: after[path] for path in before} == before
    assert forgotten.forgotten("demo") == frozenset()


def test_nobody_is_known_by_a_value_of_nobody(company):
    said = []

    forget(said, value="nobody@example.com")

    assert said[0] == "Nobody is known by what was given: nothing was changed."
    assert forgotten.forgotten("demo") == frozenset()


def test_another_key_than_that_of_the_tables_is_refused(company):
    key_chain.hold("demo", "another")

    with pytest.raises(PrivacyError, match="key has changed"):
        forget([])

    assert privacy.key_id() != "another"


def test_there_may_be_nothing_to_finish(company):
    said = []

    forget(said, resume=True)

    assert said == ["Nothing was cut short."]


def test_hits_that_are_left_are_told_by_file_and_end_with_privacy(company):
    backup = paths.processed("demo") / "backup.tar"
    backup.parent.mkdir(parents=True)
    backup.write_text(WHO)

    with pytest.raises(PrivacyError, match="still stands in data/processed/demo/backup.tar"):
        forget([])

    shutil.rmtree(backup.parent)
