from types import SimpleNamespace

import pytest

from helpers.runner.log import Log


@pytest.fixture
def said():
    """What a log said of a first chapter that was skipped and a second that ended somehow."""

    def after(**values):
        lines: list[str] = []
        memory = SimpleNamespace(why=lambda task: "other parameters", failures=[])
        log = Log(lines.append, memory)
        log.skip_uptodate(SimpleNamespace(name="2026Q2/01_first"))
        task = SimpleNamespace(name="2026Q2/02_second", values=values)
        log.execute_task(task)
        if values:
            log.add_success(task)
        else:
            log.add_failure(task, SimpleNamespace(message="gone"))
        return lines, memory.failures

    return after


@pytest.mark.parametrize(("count", "words"), [(0, "0 findings"), (1, "1 finding")])
def test_each_chapter_has_a_line_with_what_came_of_it(said, count, words):
    lines, _ = said(status="published", findings=count)

    assert lines == [
        "01_first         unchanged",
        "02_second        running (other parameters)",
        f"02_second        0.0 s, {words}",
    ]


def test_a_chapter_that_lacks_a_table_names_it(said):
    lines, _ = said(status="missing", missing=["orders"], findings=0)

    assert lines[-1] == "02_second        0.0 s, not run: lacks orders"


def test_a_failure_that_doit_found_itself_is_kept(said):
    lines, failures = said()

    assert lines[-1] == "02_second        failed"
    assert str(failures[0]) == "gone"
