import io
from types import SimpleNamespace

import pytest
from rich.console import Console

from helpers.runner import bars as module
from helpers.runner.bars import Bars, TimeLeft
from helpers.runner.seconds import Seconds

PLAN = [
    SimpleNamespace(name="2026Q2/01_first", task_dep=[]),
    SimpleNamespace(name="2026Q2/02_second", task_dep=["2026Q2/01_first"]),
]


@pytest.fixture
def drawn(tmp_path, monkeypatch):
    """Bars for two chapters, of which some ran before; the clock stands until it is set."""
    seconds = Seconds(tmp_path / "seconds.json")
    clock = SimpleNamespace(now=0.0)
    monkeypatch.setattr(module.time, "monotonic", lambda: clock.now)

    def start(*known):
        for number, task in enumerate(known):
            seconds.note(task, 10 * (number + 1))
        console = Console(file=io.StringIO(), force_terminal=True, width=80)
        bars = Bars(PLAN, seconds, 2, console=console)
        bars._progress.get_time = lambda: clock.now
        bars._progress.live.auto_refresh = False
        return bars, clock

    return start


def words(bars):
    return {row.description: str(TimeLeft().render(row)) for row in bars._progress.tasks}


def test_bars_foresee_a_chapter_and_the_whole_run_from_the_last_time(drawn):
    bars, clock = drawn("2026Q2/01_first", "2026Q2/02_second")

    bars.start("2026Q2/01_first")
    clock.now = 4.0
    said = words(bars)
    bars.stop()

    assert said == {"the whole run": "26 s left", "2026Q2 01_first": "6 s left"}


def test_a_chapter_that_ends_early_shortens_the_whole_run(drawn):
    bars, clock = drawn("2026Q2/01_first", "2026Q2/02_second")

    bars.start("2026Q2/01_first")
    clock.now = 4.0
    bars.end("2026Q2/01_first")
    bars.start("2026Q2/02_second")
    said = words(bars)
    bars.stop()

    assert said == {"the whole run": "20 s left", "2026Q2 02_second": "20 s left"}


def test_a_chapter_that_takes_longer_says_so(drawn):
    bars, clock = drawn("2026Q2/01_first", "2026Q2/02_second")

    bars.start("2026Q2/01_first")
    clock.now = 11.0
    said = words(bars)
    bars.stop()

    assert said["2026Q2 01_first"] == "11 s, longer than last time"


def test_the_time_gone_by_is_shown_where_nothing_is_known(drawn):
    bars, clock = drawn("2026Q2/01_first")

    bars.start("2026Q2/01_first")
    clock.now = 61.0
    said = words(bars)
    bars.stop()

    assert said["the whole run"] == "1 min 01 s so far"


def test_skipped_chapters_draw_nothing(drawn):
    bars, _ = drawn()

    bars.end("2026Q2/01_first")
    bars.end("2026Q2/02_second")
    bars.stop()

    assert words(bars) == {}
    assert bars._progress.console.file.getvalue() == ""
