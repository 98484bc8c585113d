import errno
import json
import random
import shutil
import time

import pytest

from helpers.runner import edition, swap
from helpers.runner import publish as publishing
from helpers.runner.failures import PublishFailed

STEPS = [
    "prepared canonical", "prepared private", "prepared 2026Q2", "prepared 2026Q2#2", "journal",
    "swapped canonical", "carried canonical", "swapped private", "carried private",
    "swapped 2026Q2", "carried 2026Q2", "swapped 2026Q2#2", "carried 2026Q2#2",
    "removed", "refreshed", "done",
]  # fmt: skip


class Kill(BaseException):
    """Ends a run as a kill would: nothing is caught, nothing cleaned up."""


def killed_at(number, monkeypatch):
    """Let the run die at one step of publishing; return the steps that were reached."""
    reached: list[str] = []

    def die(step):
        reached.append(step)
        if len(reached) == number:
            raise Kill

    usual = publishing.publish
    monkeypatch.setattr(edition, "publish", lambda *a, **k: usual(*a, **k, at=die))
    return reached


def hidden(tiny):
    folders = (tiny.processed, tiny.root / "reports" / "tiny")
    names = {path.name for folder in folders for path in folder.iterdir() if path.name[0] == "."}
    return names - {".work", ".draft"}


@pytest.mark.parametrize("exchange", ["in one step", "in two renames"])
@pytest.mark.parametrize("number", range(1, len(STEPS) + 1))
def test_a_kill_at_any_step_leaves_a_whole_version_and_the_next_run_finishes(
    tiny, launched, monkeypatch, number, exchange
):
    if exchange == "in two renames":
        monkeypatch.setattr(swap, "exchange", lambda first, second: False)
    first, _ = tiny.run()
    tiny.write(tiny.processed / "2026Q2" / ".draft" / "note", "kept")
    with monkeypatch.context() as fault:
        reached = killed_at(number, fault)
        with pytest.raises(Kill):
            tiny.run(given=["size=6"])
    left = tiny.whole_version()
    launched.clear()

    result, _ = tiny.run(given=["size=6"])

    assert [step.split("#")[0] for step in STEPS[:number]] == reached
    assert left in (first.run_id, result.run_id)
    assert tiny.whole_version() == result.run_id != first.run_id
    assert launched == []
    assert hidden(tiny) == set()
    assert (tiny.processed / "2026Q2" / ".draft" / "note").read_text() == "kept"


def test_a_kill_after_the_journal_is_rolled_forward_even_if_the_next_run_fails(
    tiny, launched, monkeypatch
):
    tiny.run()
    with monkeypatch.context() as fault:
        killed_at(STEPS.index("swapped private") + 1, fault)
        with pytest.raises(Kill):
            tiny.run(given=["size=6"])
    path = tiny.notebooks / "01_first.ipynb"
    path.write_text(path.read_text().replace("close(", "FAIL = 1\\nclose("))

    with pytest.raises(RuntimeError, match="01_first failed"):
        tiny.run(given=["size=6"])

    manifest = json.loads((tiny.processed / "2026Q2" / "manifest.json").read_text())
    assert manifest["run_id"] == tiny.whole_version()
    assert manifest["tables"]["segments"]["rows"] == 6


def test_a_full_disk_keeps_the_last_good_version_and_leaves_nothing_behind(
    tiny, launched, monkeypatch
):
    tiny.run()
    good = tiny.published()
    full = OSError(errno.ENOSPC, "No space left on device")

    def write_bytes(path, content):
        if path.name == "index.html":
            raise full
        path.write_bytes(content)

    monkeypatch.setattr(publishing, "write_bytes", write_bytes)

    with pytest.raises(PublishFailed, match="No space left on device.*last good version stays"):
        tiny.run(given=["size=6"])

    assert tiny.published() == good
    assert hidden(tiny) == set()


def test_a_folder_that_cannot_be_swapped_is_finished_by_the_next_run(tiny, launched, monkeypatch):
    tiny.run()

    def refuse(target):
        raise OSError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as fault:
        fault.setattr(publishing, "swap_in", refuse)
        with pytest.raises(PublishFailed, match="Permission denied.*the next run will finish it"):
            tiny.run(given=["size=6"])

    result, _ = tiny.run(given=["size=6"])

    assert tiny.whole_version() == result.run_id


def test_a_journal_whose_next_version_is_gone_does_not_stop_the_next_run(
    tiny, launched, monkeypatch
):
    tiny.run()
    with monkeypatch.context() as fault:
        killed_at(STEPS.index("journal") + 1, fault)
        with pytest.raises(Kill):
            tiny.run(given=["size=6"])
    shutil.rmtree(swap.incoming(tiny.reports))

    result, _ = tiny.run(given=["size=6"])

    assert tiny.whole_version() == result.run_id


def edit(tiny, number):
    """Let both chapters write other rows, so that both have to run."""
    rows = f'write("canonical/orders.parquet", size + {number})'
    tiny.chapter("01_first", "the raw files", "`orders`, `rejected_text`", rows,
                 'write("private/rejected_text.parquet", 2)',
                 'close("01_first", [], ["orders", "rejected_text"])')  # fmt: skip


def kill_at_random_moments(tiny, patience, *, moments, seed):
    """Kill the runner at random moments, each time with new work to do, then let it finish."""
    chance = random.Random(seed)
    started = time.monotonic()
    assert tiny.command("run", "--company", "tiny")[0] == 0
    whole_run = time.monotonic() - started
    for number in range(1, moments + 1):
        before = tiny.whole_version()
        edit(tiny, number)
        run = tiny.start("run", "--company", "tiny")
        time.sleep(chance.uniform(0.1, 1.05) * whole_run)
        run.kill()
        run.communicate()

        assert tiny.whole_version()
        assert patience(lambda: tiny.left_running() == [], seconds=10)
        yield before
    assert tiny.command("run", "--company", "tiny")[0] == 0


def test_a_killed_runner_leaves_whole_reports_and_the_next_run_finishes(tiny, patience):
    (tiny.notebooks / "02_second.ipynb").unlink()

    versions = list(kill_at_random_moments(tiny, patience, moments=3, seed=3))

    assert tiny.whole_version() not in versions
    assert tiny.command("run", "--company", "tiny")[1].startswith("Nothing changed")


@pytest.mark.trial
@pytest.mark.parametrize("seed", [1, 2])
def test_a_runner_killed_at_twenty_moments_leaves_whole_reports(tiny, patience, seed):
    versions = list(kill_at_random_moments(tiny, patience, moments=20, seed=seed))

    assert tiny.whole_version() not in versions[:1]
    assert tiny.command("run", "--company", "tiny")[1].startswith("Nothing changed")
