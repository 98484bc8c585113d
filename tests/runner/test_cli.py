import subprocess
import sys

import pytest

SHOW_MODULES = """
import atexit, sys
atexit.register(lambda: print("modules:", *sorted({name.split(".")[0] for name in sys.modules})))
"""


def test_the_command_runs_the_series_and_then_says_that_nothing_changed(tiny):
    code, out, err = tiny.command("run", "--company", "tiny")
    again, said, _ = tiny.command("run", "--company", "tiny", first=SHOW_MODULES)

    modules = set(said.split("modules:")[1].split())
    identity = tiny.whole_version()
    assert (code, again, err) == (0, 0, "")
    assert out.splitlines()[-1] == f"Run {identity} is published: reports/tiny/2026Q2/index.html"
    assert f"Nothing changed since run {identity}: reports/tiny/2026Q2/index.html" in said
    assert not modules & {"papermill", "statsmodels", "nbconvert", "matplotlib", "ibis"}


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--company", "tyni"], 2, "company 'tyni' has no data/raw/tyni/source.toml"),
        (["--company", "../tiny"], 2, "is not a company's name"),
        (["--company", "tiny", "--period", "2026Q4"], 3, "the data reach only to 2026-08-31"),
        (["--company", "tiny", "-p", "sise=3"], 2, "no parameter sise"),
        (["--company", "tiny", "-p", "size=many"], 2, "parameter size must be a whole number"),
        (["--compny", "tiny"], 2, "No such option"),
    ],
)
def test_what_is_asked_wrongly_ends_with_one_message_and_nothing_is_built(
    tiny, arguments, code, words
):
    ended, out, err = tiny.command("run", *arguments)

    assert (ended, out) == (code, "")
    assert words in err
    assert "Traceback" not in err
    assert not tiny.processed.exists()


def test_a_failed_notebook_ends_with_its_place_and_keeps_the_pages_away(tiny):
    tiny.chapter("01_first", "the raw files", "`orders`, `rejected_text`", "1 / 0")

    code, out, err = tiny.command("run", "--company", "tiny")

    assert code == 4
    assert err == '01_first, cell 5 under "Part 1": ZeroDivisionError: division by zero\n'
    assert out.splitlines()[-2:] == [
        "2026Q2 01_first         failed",
        "0 of 2 chapters done and kept: the same command goes on from there.",
    ]
    assert not tiny.reports.exists()


def test_two_chapters_run_in_two_kernels_at_once(tiny):
    meet = """import time
(stage / f"{name}.here").touch()
end = time.monotonic() + 30
while not (stage / f"{other}.here").exists():
    assert time.monotonic() < end, "alone"
    time.sleep(0.02)"""
    for name, other, table in (("01_first", "02_second", "orders"), ("02_second", "01_first",
                               "contacts")):  # fmt: skip
        tiny.chapter(name, "the raw files", f"`{table}`", f'name, other = "{name}", "{other}"',
                     meet, f'write("canonical/{table}.parquet", size)',
                     f'close("{name}", [], ["{table}"])')  # fmt: skip

    code, out, err = tiny.command("run", "--company", "tiny", "--workers", "2")

    assert (code, err) == (0, "")
    assert "2 of 2 chapters ran" in out


def test_a_killed_run_goes_on_after_the_chapter_that_was_done(tiny, patience):
    count = 'with (stage / "{0}.ran").open("a") as file: file.write("x")'
    tiny.chapter("01_first", "the raw files", "`orders`", count.format("first"),
                 'write("canonical/orders.parquet", size)',
                 'close("01_first", [], ["orders"])')  # fmt: skip
    tiny.chapter("02_second", "`orders`", "`segments`", count.format("second"),
                 "import time",
                 'time.sleep(0 if (stage / "go_on").exists() else 60)',
                 'write(f"{period}/tables/segments.parquet", 3)',
                 'close("02_second", ["orders"], ["segments"])')  # fmt: skip
    run = tiny.start("run", "--company", "tiny")
    assert patience((tiny.work / "second.ran").exists)
    run.kill()
    run.communicate()
    (tiny.work / "go_on").touch()

    code, out, _ = tiny.command("run", "--company", "tiny")

    assert code == 0 and tiny.whole_version()
    assert (tiny.work / "first.ran").read_text() == "x"
    assert (tiny.work / "second.ran").read_text() == "xx"
    assert "  01_first          unchanged  0 findings" in out.splitlines()


def test_a_second_run_of_the_same_company_is_refused(tiny, patience):
    tiny.chapter("01_first", "the raw files", "`orders`, `rejected_text`", "import time",
                 "time.sleep(60)")  # fmt: skip
    first = tiny.start("run", "--company", "tiny")
    patience(tiny.left_running)

    code, _, err = tiny.command("run", "--company", "tiny")

    first.terminate()
    first.communicate()
    assert code == 7
    assert f"another run of tiny is under way (process {first.pid})" in err


def test_quarters_are_done_in_order_and_once_however_they_are_given(tiny):
    quarters = ("--period", "2026Q2", "--period", "2026Q1", "--period", "2026Q2")

    code, out, _ = tiny.command("plan", "--company", "tiny", *quarters)

    assert code == 0
    assert [line.split()[:2] for line in out.splitlines()] == [
        ["2026Q1", "01_first"], ["2026Q1", "02_second"],
        ["2026Q2", "01_first"], ["2026Q2", "02_second"],
    ]  # fmt: skip


@pytest.mark.parametrize("workers", ["0", "many"])
def test_a_wrong_number_of_workers_is_refused(tiny, monkeypatch, workers):
    monkeypatch.setenv("HELPERS_WORKERS", workers)

    code, _, err = tiny.command("run", "--company", "tiny")

    assert code == 2 and "HELPERS_WORKERS" in err


def test_help_names_the_commands():
    command = [sys.executable, "-m", "helpers", "--help"]

    done = subprocess.run(command, capture_output=True, text=True)

    assert done.returncode == 0
    assert all(name in done.stdout for name in ("run", "plan", "demo"))


def test_the_intake_command_writes_a_draft_and_says_what_it_asks(tiny):
    folder = tiny.root / "data" / "raw" / "acme" / "2026-07-06"
    folder.mkdir(parents=True)
    (folder / "people.csv").write_text("Customer ID,First name\n1,Ann\n2,Bo\n", encoding="utf-8")

    code, out, err = tiny.command("intake", "--company", "acme")

    assert (code, err) == (0, "")
    assert "  2026-07-06/people.csv: csv (contacts)" in out.splitlines()
    assert "  the company, title: what is the company called in reports?" in out.splitlines()
    assert (folder.parent / "source.draft.toml").exists()


def test_the_intake_command_of_a_company_that_is_not_there_ends_with_what_to_do(tiny):
    code, out, err = tiny.command("intake", "--company", "nobody")

    assert (code, out) == (2, "")
    assert err == "data/raw/nobody is not there: make it and put the exports into it\n"
