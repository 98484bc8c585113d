from types import SimpleNamespace

import pytest

from helpers.runner.log import Log


class Bars:
    """Bars that are only noted."""

    def __init__(self):
        self.seen = []

    def start(self, task):
        self.seen.append(("start", task))

    def end(self, task):
        self.seen.append(("end", task))

    def stop(self):
        self.seen.append(("stop",))


def task(name, **values):
    inputs = [] if name.endswith("publish") else ["a notebook"]
    return SimpleNamespace(name=name, values=values, meta={"inputs": inputs})


@pytest.fixture
def said():
    """What a log said of a first chapter that was skipped and a second that ended somehow."""

    def after(*, bars=None, **values):
        lines: list[str] = []
        memory = SimpleNamespace(why=lambda task: "other parameters", failures=[])
        seconds = SimpleNamespace(note=lambda task, seconds: None)
        log = Log(lines.append, memory, seconds, bars=bars)
        log.skip_uptodate(task("2026Q2/01_first"))
        second = task("2026Q2/02_second", **values)
        log.execute_task(second)
        if values:
            log.add_success(second)
        else:
            log.add_failure(second, SimpleNamespace(message="gone"))
        log.complete_run()
        return lines, memory.failures

    return after


@pytest.mark.parametrize(("count", "words"), [(0, "0 findings"), (1, "1 finding")])
def test_each_chapter_that_runs_has_a_line_with_what_came_of_it(said, count, words):
    lines, _ = said(status="published", findings=count)

    assert lines == [
        "2026Q2 02_second        running (other parameters)",
        f"2026Q2 02_second        0.0 s, {words}",
    ]


def test_a_chapter_that_lacks_a_table_names_it(said):
    lines, _ = said(status="missing", missing=["orders"], findings=0)

    assert lines[-1] == "2026Q2 02_second        0.0 s, not run: lacks orders"


def test_a_failure_that_doit_found_itself_is_kept(said):
    lines, failures = said()

    assert lines[-1] == "2026Q2 02_second        failed"
    assert str(failures[0]) == "gone"


def test_on_a_terminal_bars_take_the_place_of_lines_and_are_taken_away(said):
    bars = Bars()

    lines, _ = said(bars=bars, status="published", findings=1)

    assert lines == []
    assert bars.seen == [
        ("end", "2026Q2/01_first"),
        ("start", "2026Q2/02_second"),
        ("end", "2026Q2/02_second"),
        ("stop",),
    ]


def test_a_failure_is_said_beside_bars_too(said):
    lines, _ = said(bars=Bars())

    assert lines == ["2026Q2 02_second        failed"]


def test_publishing_is_neither_a_line_nor_a_bar():
    lines: list[str] = []
    bars, memory = Bars(), SimpleNamespace(failures=[])
    seconds = SimpleNamespace(note=lambda task, seconds: None)
    publishing = task("2026Q2/publish")

    for log in (Log(lines.append, memory, seconds), Log(lines.append, memory, seconds, bars=bars)):
        log.execute_task(publishing)
        log.add_success(publishing)

    assert lines == [] and log.ran == {}
    assert bars.seen == [("end", "2026Q2/publish")]
