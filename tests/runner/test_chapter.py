import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from helpers.runner import chapter, launch, rendering
from helpers.runner.steps import steps_of
from helpers.workspace import paths


@pytest.fixture
def job(tiny, monkeypatch):
    """Return what became of a first chapter with some code in the middle, run in this process."""

    def run(*code, closing='close("01_first", [], ["orders"])', reads="`segments@previous`?",
            chosen=()):  # fmt: skip
        tiny.chapter("01_first", reads, "`orders`, `rejected_text`",
                     'write("canonical/orders.parquet", size)', *code, closing)  # fmt: skip
        request = tiny.request(given=list(chosen))
        told = launch.make_job(request, steps_of(request, "key")[0], "token")
        for name, value in launch.environment(request, "token").items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("IPYTHONDIR", str(tiny.root / "ipython"))
        monkeypatch.setenv("JUPYTER_RUNTIME_DIR", short)
        return chapter.outcome(told)

    monkeypatch.setattr(rendering, "write_chapter_page", lambda job, personal: None)
    with tempfile.TemporaryDirectory() as short:  # a socket's path has 107 characters at most
        yield run


def test_a_chapter_is_done_when_its_last_cell_left_the_mark(job, tiny):
    became = job(chosen=["01_first.size=7"])

    assert became["status"] == "published"
    assert became["writes"] == ["orders"]
    assert str(tiny.work / "canonical" / "orders.parquet") in became["files"]


def test_a_failed_cell_is_named_by_its_number_heading_and_message(job):
    became = job('assert size > 5, "an order has fewer than 5 lines"')

    assert became == {
        "error": '01_first, cell 7 under "Part 2": an order has fewer than 5 lines',
        "exit_code": 4,
    }


@pytest.mark.parametrize(
    ("name", "code"),
    [("UsageError", 2), ("InputError", 3), ("MissingTable", 3), ("PrivacyError", 6)],
)
def test_the_projects_own_errors_keep_their_exit_code_and_message(tiny, name, code):
    path = tiny.notebooks / "01_first.ipynb"
    error = SimpleNamespace(ename=name, evalue="say 'this'", source="", cell_index=1)

    failed = chapter._failed_cell({"chapter": "01_first", "parameters": {}}, path, error)

    assert failed.exit_code == code
    assert str(failed) == "01_first, cell 2 under \"Can we?\": say 'this'"


def test_an_input_error_in_a_kernel_ends_with_its_exit_code(job):
    became = job('class InputError(ValueError): pass\nraise InputError("orders.csv has no date")')

    assert became["exit_code"] == 3
    assert "orders.csv has no date" in became["error"]


def test_sys_exit_in_a_middle_cell_is_refused(job):
    became = job("import sys; sys.exit(0)")

    assert became["exit_code"] == 4
    assert became["error"] == (
        '01_first is not whole: a cell called sys.exit() in cell 7 under "Part 2"'
    )


def test_a_chapter_without_its_closing_cell_is_refused(job):
    became = job(closing="1")

    assert became["exit_code"] == 4
    assert "left no completion mark" in became["error"]


def test_the_mark_of_an_earlier_run_does_not_count(job, tiny):
    mark = tiny.work / "2026Q2" / "marks" / "01_first.json"
    tiny.write(mark, '{"token": "token", "reads": [], "writes": [], "findings": 0}')

    became = job(closing="1")

    assert "left no completion mark" in became["error"]


def test_an_exception_in_a_background_thread_is_refused(job):
    desk = """from datetime import date
from helpers import workspace
desk = workspace.open_desk("01_first", company, period)"""
    thread = """import threading
thread = threading.Thread(target=lambda: 1 / 0)
thread.start()
thread.join()"""

    became = job(desk, thread, closing="desk.close()")

    assert became["exit_code"] == 4
    assert "a background thread failed: ZeroDivisionError" in became["error"]


def test_the_kernels_sockets_lie_apart_from_those_of_a_chapter_beside_it(job, tiny):
    seen = 'from pathlib import Path\nassert not list(Path().glob("*ipc*"))'

    became = job(seen, 'assert list(Path(os.environ["JUPYTER_RUNTIME_DIR"]).glob("kernel-*"))')

    assert became["status"] == "published", became


def test_a_warning_that_may_quote_a_value_is_not_kept_with_the_notebook(job, tiny):
    became = job('import warnings\nwarnings.warn("odd name: " + "Quax" + "ley")\nprint("so far")')

    (kept,) = [path for path in became["files"] if path.endswith(".ipynb")]
    told = Path(kept).read_text(encoding="utf-8")
    assert "so far" in told and "Quaxley" not in told


def test_a_dead_kernel_is_told_from_a_failed_cell(job):
    became = job("import os; os.kill(os.getpid(), 9)")

    assert became["exit_code"] == 5
    assert "kernel died" in became["error"]


@pytest.mark.parametrize(
    ("reads", "writes", "words"),
    [
        (["contacts"], [], "reads `contacts`, which its .Reads. line does not name"),
        ([], ["segments"], "writes `segments`, which its .Writes. line does not name"),
        ([], ["rejected_text"], "wrote `rejected_text`, which is not there"),
    ],
)
def test_a_mark_that_breaks_the_chapters_word_is_refused(tiny, reads, writes, words):
    request = tiny.request()
    told = launch.make_job(request, steps_of(request, "key")[0], "token")
    mark = {"token": "token", "findings": 0, "reads": reads, "writes": writes}

    with pytest.raises(RuntimeError, match=words):
        chapter.check_mark(told, mark)


def test_values_that_libraries_quote_are_hidden_and_names_of_columns_kept(tiny):
    tiny.write(tiny.contracts / "orders.toml", '[columns]\ntotal = { type = "money" }\n')
    error = SimpleNamespace(
        ename="ValueError",
        source='orders["amount"].astype(float)',
        evalue="cannot make 'Ana Diaz' a 'total' in 'amount': ana@example.com 13912345678\nmore",
    )

    said = chapter.masked(error)

    assert said == "ValueError: cannot … '…' a 'total' in 'amount': …"


def test_of_a_foreign_error_only_words_that_code_says_are_kept(tiny):
    error = SimpleNamespace(
        ename="ValueError",
        source="parse(name)",
        evalue="no salutation fits Zorana Quill, 138 1234 5678, 王小明",
        traceback=["\x1b[31m---> 7\x1b[0m raise ValueError(f'no salutation fits {name}')",
                   "ValueError: no salutation fits Zorana Quill"],
    )  # fmt: skip

    said = chapter.masked(error)

    assert said == "ValueError: no salutation fits …"


def test_errors_of_code_are_told_in_full_without_the_machines_path(tiny):
    where = paths.HELPERS / "segmentation.py"
    said = f"cannot import name 'tiers' from 'helpers.segmentation' ({where})"
    error = SimpleNamespace(ename="ImportError", source="", evalue=said)

    told = chapter.masked(error)

    assert told == (
        "ImportError: cannot import name 'tiers' from 'helpers.segmentation' "
        "(src/helpers/segmentation.py)"
    )


def test_a_chapter_that_lacks_a_needed_table_becomes_a_page_that_says_so(tiny, monkeypatch):
    monkeypatch.setattr(rendering, "write_missing_page", lambda job, lacking: None)
    monkeypatch.setattr(rendering, "write_empty_table", lambda table, path: None)
    request = tiny.request()
    told = launch.make_job(request, steps_of(request, "key")[1], "token")
    started = time.monotonic()

    became = chapter.outcome(told)

    assert time.monotonic() - started < 1
    assert (became["status"], became["missing"]) == ("missing", ["orders"])
    assert became["writes"] == ["segments"]


@pytest.mark.parametrize(
    ("name", "said", "code", "words"),
    [
        ("MemoryError", "", 5, "out of memory"),
        ("OutOfMemoryException", "failed to allocate", 5, "out of memory"),
        ("IOException", "No space left on device", 8, "the disk is full"),
    ],
)
def test_a_machine_that_is_too_small_is_told_from_a_wrong_notebook(tiny, name, said, code, words):
    path = tiny.notebooks / "01_first.ipynb"
    error = SimpleNamespace(ename=name, evalue=said, source="", cell_index=1)

    failed = chapter._failed_cell({"chapter": "01_first", "parameters": {}}, path, error)

    assert failed.exit_code == code
    assert str(failed) == f'01_first, cell 2 under "Can we?": {words}'
