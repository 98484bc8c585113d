import json
import signal
from types import SimpleNamespace

import pytest

from helpers.runner import launch
from helpers.runner.failures import ChapterFailed, RunKilled
from helpers.runner.json_files import write_json
from helpers.runner.steps import steps_of

GRANDCHILD = """import subprocess
subprocess.Popen(["sleep", "300"], start_new_session=True)
(stage / f"started {word}").touch()
import time
time.sleep(300)"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_run_and_leaves_no_process_behind(tiny, patience, number):
    tiny.chapter("01_first", "the raw files", "`orders`, `rejected_text`", GRANDCHILD)
    tiny.chapter("02_second", "nothing", "`segments`", GRANDCHILD)
    run = tiny.start("run", "--company", "tiny", "-p", "01_first.word=one")
    assert patience(lambda: len(list(tiny.work.glob("started*"))) == 2)

    run.send_signal(number)
    _, err = run.communicate(timeout=120)  # a busy machine is slow to end it

    assert run.returncode == 5
    assert f"stopped by {signal.Signals(number).name}" in err
    assert tiny.left_running() == []


def test_the_time_limit_ends_the_run_and_leaves_no_process_behind(tiny):
    tiny.chapter("01_first", "the raw files", "`orders`, `rejected_text`", GRANDCHILD)

    code, _, err = tiny.command("run", "--company", "tiny", "--limit-minutes", "0.1")

    assert code == 5
    assert "the time limit of the run has passed" in err
    assert tiny.left_running() == []


@pytest.fixture
def launched_with(tiny, monkeypatch):
    """Launch the first chapter with a stand-in for its process; return what came of it."""

    def run(child):
        request = tiny.request()
        monkeypatch.setattr(launch, "run_child", child)
        return launch.launch(request, steps_of(request, "key")[0], deadline=0)

    return run


def test_a_chapter_is_told_where_to_build_and_runs_on_one_thread(tiny, launched_with):
    seen = {}

    def child(command, *, env, told, **limits):
        seen.update(env=env, job=json.loads(told))
        write_json(tiny.work / "2026Q2" / "outcomes" / "01_first.json", {"writes": []})
        return 0

    launched_with(child)

    assert seen["env"]["OMP_NUM_THREADS"] == "1"
    assert seen["env"]["HELPERS_STAGE"] == str(tiny.work)
    assert seen["env"]["HELPERS_TOKEN"] == seen["job"]["token"]
    assert seen["job"]["parameters"] == {
        "company": "tiny", "period": "2026Q2", "as_of": "2026-06-30"
    }  # fmt: skip


def test_each_worker_has_its_share_of_the_memory(tiny, monkeypatch):
    monkeypatch.setattr(launch, "settings", lambda: SimpleNamespace(memory_limit="3 GiB"))

    told = launch.environment(tiny.request(), "token", workers=2)

    assert told["HELPERS_MEMORY_LIMIT"] == "1.5GiB"


def test_the_outcome_of_an_earlier_run_does_not_count(tiny, launched_with):
    write_json(tiny.work / "2026Q2" / "outcomes" / "01_first.json", {"writes": []})

    with pytest.raises(RunKilled, match=r"01_first: its process ended early \(exit status -9\)"):
        launched_with(lambda *args, **limits: -9)


def test_a_failure_keeps_its_exit_code(tiny, launched_with):
    def child(command, **limits):
        failed = {"error": "01_first: no key", "exit_code": 6}
        write_json(tiny.work / "2026Q2" / "outcomes" / "01_first.json", failed)
        return 0

    with pytest.raises(ChapterFailed, match="no key") as failure:
        launched_with(child)

    assert failure.value.exit_code == 6


def test_a_table_that_is_no_longer_written_is_removed(tiny, launched_with):
    old = tiny.work / "private" / "rejected_text.parquet"
    tiny.write(old, "old")

    def child(command, **limits):
        outcome = tiny.work / "2026Q2" / "outcomes" / "01_first.json"
        write_json(outcome, {"writes": ["orders"]})
        return 0

    launched_with(child)

    assert not old.exists()
