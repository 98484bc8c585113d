import os
import subprocess
import sys
from datetime import date

import pytest

from helpers.pull.delivery import Deliveries, PullLocked
from helpers.workspace import paths
from helpers.workspace.errors import InputError

DAY = date(2026, 10, 5)
STATE = {"cursors": {"x": {}}, "received": "2026-10-05"}


@pytest.fixture
def deliveries():
    return Deliveries("acme")


class Killed(BaseException):
    """The process ends here."""


def publish(deliveries, content="one"):
    with deliveries.open():
        (deliveries.staging / "zoho_contacts.jsonl.gz").write_text(content)
        return deliveries.publish(DAY, STATE)


def seen():
    return sorted(p.name for p in paths.raw("acme").iterdir() if not p.name.startswith("."))


def test_a_delivery_and_its_state_are_published_together(deliveries):
    folder = publish(deliveries)

    assert folder == "2026-10-05"
    assert (paths.raw("acme") / folder / "zoho_contacts.jsonl.gz").read_text() == "one"
    assert deliveries.state() == STATE
    assert deliveries.has(DAY)
    assert not deliveries.journal.exists()


def test_a_pull_that_fails_leaves_no_delivery_and_no_state(deliveries):
    with pytest.raises(Killed), deliveries.open():
        (deliveries.staging / "half.jsonl.gz").write_text("half")
        raise Killed

    assert seen() == []
    assert deliveries.state() == {"cursors": {}}
    assert not deliveries.staging.exists()


@pytest.mark.parametrize("step", range(12))
def test_a_pull_that_is_killed_at_any_step_of_publishing_is_whole_or_not_there(
    deliveries, monkeypatch, step
):
    """Every call that touches the disk is a step; the next pull sees all or nothing."""
    steps = iter(range(100))

    def counted(call):
        def maybe(*given, **named):
            if next(steps) == step:
                raise Killed
            return call(*given, **named)

        return maybe

    with monkeypatch.context() as patch:
        for name in ("fsync", "rename", "replace"):
            patch.setattr(os, name, counted(getattr(os, name)))
        patch.setattr("helpers.pull.delivery.shutil.rmtree", lambda *given, **named: None)
        try:
            publish(deliveries)
            assert step >= 8  # all steps were taken
        except Killed:
            pass
    with deliveries.open():
        told, there = deliveries.state(), deliveries.has(DAY)

    assert (told == STATE) == there
    assert seen() == (["2026-10-05"] if there else [])


def test_what_a_killed_pull_left_is_no_part_of_the_next_delivery(deliveries):
    deliveries.staging.mkdir(parents=True)
    (deliveries.staging / "stale.jsonl.gz").write_text("stale")

    publish(deliveries)

    assert [p.name for p in (paths.raw("acme") / "2026-10-05").iterdir()] == [
        "zoho_contacts.jsonl.gz"
    ]


def test_one_pull_at_a_time(deliveries):
    with deliveries.open():
        with pytest.raises(PullLocked, match="another pull into data/raw/acme is under way: wait"):
            with Deliveries("acme").open():
                pass


def test_a_killed_pull_leaves_no_lock(deliveries):
    code = ("import os\nfrom helpers.pull.delivery import Deliveries\n"
            "with Deliveries('acme').open():\n    os._exit(9)\n")  # fmt: skip
    subprocess.run([sys.executable, "-c", code], check=False)

    assert publish(deliveries) == "2026-10-05"


@pytest.mark.parametrize("content", ["", "{}", '{"cursors": 1, "received": "2026-10-05"}'])
def test_a_state_that_cannot_be_read_is_not_taken_for_the_beginning(deliveries, content):
    publish(deliveries)
    deliveries.state_file.write_text(content)

    with pytest.raises(InputError, match="state.json cannot be read: put its last good copy back"):
        deliveries.state()


def test_the_hidden_folder_is_for_its_owner_alone(deliveries):
    publish(deliveries)

    assert deliveries.folder.stat().st_mode & 0o077 == 0
