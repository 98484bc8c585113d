import pytest

from helpers.runner.hashes import Hashes
from helpers.runner.log import Log
from helpers.runner.seconds import Seconds
from helpers.runner.series import Memory, publishing_task, run_series, series_tasks
from helpers.runner.steps import steps_of


@pytest.fixture
def series(tiny):
    """Run the series with a stand-in for a chapter; return whether all is done, and the memory."""

    def run(perform, said=None):
        memory = Memory(tiny.work, Hashes(tiny.work / "hashes.json"))
        tasks = series_tasks(steps_of(tiny.request(), "key"), memory, perform)
        lines = [] if said is None else said
        log = Log(lines.append, memory, Seconds(tiny.work / "seconds.json"))
        return run_series(tasks, memory, log), memory

    return run


def done(step):
    return {"status": "published", "findings": 1, "files": []}


def test_chapters_run_after_those_whose_tables_they_read(series):
    order: list[str] = []

    def perform(step):
        order.append(step.chapter.name)
        return done(step)

    whole, _ = series(perform)

    assert whole and order == ["01_first", "02_second"]


def test_the_first_failure_stops_the_series_and_is_kept_whole(series):
    failure = ValueError("no such column")

    def perform(step):
        raise failure

    whole, memory = series(perform)

    assert not whole
    assert memory.failures == [failure]


def test_an_input_that_keeps_changing_fails_the_chapter(series, tiny):
    def perform(step):
        path = tiny.raw / "orders.csv"
        path.write_text(path.read_text() + "1\n")
        return done(step)

    whole, memory = series(perform)

    assert not whole
    assert str(memory.failures[0]) == "orders.csv keeps changing while 01_first runs"


def test_a_run_knows_what_each_chapter_was_made_from(series, tiny):
    _, memory = series(done)

    digest = memory.hashes.digest(tiny.raw / "orders.csv")

    assert memory.made_from("2026Q2/01_first")[str(tiny.raw / "orders.csv")] == digest
    assert memory.made_from("2026Q2/03_third") == {}


def test_a_broken_memory_means_that_nothing_is_done_yet(series, tiny):
    series(done)
    (tiny.work / "memory.json").write_text("{half")
    said: list[str] = []

    whole, _ = series(done, said)

    assert whole
    assert said[0] == "2026Q2 01_first         running (not done yet)"


def test_what_ends_a_workers_thread_reaches_the_run(series):
    class Ended(BaseException):
        pass

    def perform(step):
        raise Ended

    whole, memory = series(perform)

    assert not whole
    assert isinstance(memory.failures[0], Ended)


def test_a_quarter_is_published_after_its_chapters_and_only_where_it_is_not(tiny, series):
    memory = Memory(tiny.work, Hashes(tiny.work / "hashes.json"))
    log = Log(lambda line: None, memory, Seconds(tiny.work / "seconds.json"))
    order: list[str] = []

    def run(is_done):
        steps = steps_of(tiny.request(), "key")
        chapters = series_tasks(steps, memory, lambda step: order.append(step.task) or done(step))
        publishing = publishing_task("2026Q2/publish", [step.task for step in steps], memory,
                                     lambda: order.append("publish"), lambda: is_done)  # fmt: skip
        return run_series([*chapters, publishing], memory, log)

    assert run(is_done=False) and run(is_done=True)
    assert order == ["2026Q2/01_first", "2026Q2/02_second", "publish"]
