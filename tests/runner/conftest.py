"""A series of tiny chapters in a folder of its own, with or without kernels."""

import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from helpers.runner import plan, session, steps
from helpers.runner.json_files import write_json
from helpers.runner.processes import STAGE_VARIABLE
from helpers.runner.request import make_request

DRIVER = """
import os
from pathlib import Path
from helpers.runner import plan, steps
plan.CONTRACTS = Path(os.environ["TINY_CONTRACTS"])
steps.code_files = lambda chapter: [chapter.path]  # so that edits elsewhere disturb no test
from helpers.runner.cli import main
main()
"""
SOURCE = """
title = "Tiny"
currency = "CNY"
time_zone = "UTC"
data_through = 2026-08-31
[[files]]
path = "orders.csv"
format = "csv"
encoding = "utf-8"
received = 2026-09-01
table = "order_lines"
exact_repeats = "keep"
decimal = "."
columns = { a = "order_id" }
"""
PARAMETERS = """company: str = "tiny"  # Company (folder)
period: str = "2026Q2"  # Quarter
as_of: str = ""  # Last day known (date)
size: int = 5  # Length of every table (rows)
share: float = 0.5  # A share (proportion)
strict: bool = True  # Whether to be strict
word: str = "a"  # A word
"""
# A stand-in for the desk, so that a tiny kernel imports no pandas.
DESK = """import json, os
from pathlib import Path
stage = Path(os.environ["HELPERS_STAGE"])
def write(path, rows):
    import pyarrow as pa, pyarrow.parquet as pq
    (stage / path).parent.mkdir(parents=True, exist_ok=True)
    half = stage / (path + ".half")
    pq.write_table(pa.table({"n": list(range(rows))}), half)
    half.replace(stage / path)
def close(chapter, reads, writes):
    path = stage / period / "marks" / f"{chapter}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    mark = {"token": os.environ["HELPERS_TOKEN"], "reads": reads, "writes": writes, "findings": 0}
    path.write_text(json.dumps(mark))
"""
AREAS = {"orders": "canonical", "contacts": "canonical", "rejected_text": "private",
         "segments": "period", "values": "period", "same_person": "decisions",
         "details": "private_period"}  # fmt: skip


class Tiny:
    """A folder with one company and two chapters, the second reading what the first writes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.notebooks = root / "notebooks"
        self.raw = root / "data" / "raw" / "tiny"
        self.processed = root / "data" / "processed" / "tiny"
        self.work = self.processed / ".work"
        self.reports = root / "reports" / "tiny" / "2026Q2"
        self.contracts = root / "contracts"
        self.write(self.raw / "source.toml", SOURCE)
        self.write(self.raw / "orders.csv", "a\n1\n")
        for table, area in AREAS.items():
            self.write(self.contracts / f"{table}.toml", f'area = "{area}"\n')
        self.write(root / "private.key", "k" * 64)
        self.chapter("01_first", "the raw files", "`orders`, `rejected_text`",
                     'write("canonical/orders.parquet", size)',
                     'write("private/rejected_text.parquet", 2)',
                     'close("01_first", [], ["orders", "rejected_text"])')  # fmt: skip
        self.chapter("02_second", "`orders`, `contacts`?", "`segments`",
                     'write(f"{period}/tables/segments.parquet", 3)',
                     'close("02_second", ["orders"], ["segments"])')  # fmt: skip

    def write(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def chapter(self, name: str, reads: str, writes: str, *code: str, **changes: str) -> Path:
        """Write a notebook; `changes` may give another question or parameters cell."""
        opening = f"# {changes.get('question', 'Can we?')}\n\nWords.\n\n*Reads* {reads}.\n"
        cells = [
            _cell(f"{name}-0", "markdown", f"{opening}*Writes* {writes} (one row per `thing`)."),
            _cell(f"{name}-1", "code", changes.get("parameters", PARAMETERS), "parameters"),
            _cell(f"{name}-2", "code", DESK, "hide"),
        ]
        for number, text in enumerate(code, start=1):
            cells.append(_cell(f"{name}-h{number}", "markdown", f"## Part {number}"))
            cells.append(_cell(f"{name}-c{number}", "code", text))
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = {"cells": cells, "metadata": {"kernelspec": kernel}}
        path = self.notebooks / f"{name}.ipynb"
        self.write(path, json.dumps({**notebook, "nbformat": 4, "nbformat_minor": 5}))
        return path

    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "HELPERS_ROOT": str(self.root),
            "HELPERS_NOTEBOOKS": str(self.notebooks),
            "HELPERS_KEY_FILE": str(self.root / "private.key"),
            "TINY_CONTRACTS": str(self.contracts),
        }

    def start(self, *arguments: str, first: str = "") -> subprocess.Popen:
        """Start the command line on this folder; `first` is code to run before it."""
        return subprocess.Popen(
            [sys.executable, "-c", first + DRIVER, *arguments], env=self.environment(), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def command(self, *arguments: str, first: str = "") -> tuple[int, str, str]:
        """Return exit code, output and errors of the command line on this folder."""
        process = self.start(*arguments, first=first)
        out, err = process.communicate(timeout=120)
        return process.returncode, out, err

    def left_running(self) -> list[int]:
        """Return the processes that still build for this company."""
        found = []
        for process in psutil.process_iter():
            try:
                if process.environ().get(STAGE_VARIABLE) == str(self.work):
                    found.append(process.pid)
            except (psutil.Error, OSError):
                continue
        return found

    def whole_version(self) -> str:
        """Return the id of the published reports after holding each page to its manifest."""
        told = json.loads((self.reports / "manifest.json").read_text())
        names = {path.name for path in self.reports.iterdir()}
        assert names == {*told["reports"], "manifest.json"}
        assert all(told["run_id"] in (self.reports / name).read_text() for name in names)
        return told["run_id"]

    def request(self, **chosen):
        return make_request("tiny", **{"period": "2026Q2", **chosen})

    def run(self, *, workers: int = 1, **chosen):
        """Run the series in this process; return the result and what was said."""
        said: list[str] = []
        return session.run([self.request(**chosen)], workers=workers, say=said.append)[0], said

    def run_quarters(self, *periods: str, workers: int = 2):
        """Run several quarters in this process; return a result for each."""
        requests = [self.request(period=period) for period in periods]
        return session.run(requests, workers=workers, say=lambda line: None)

    def published(self) -> dict[str, bytes]:
        """Return every published file of the company, by its path, drafts left out."""
        folders = [self.processed, self.root / "reports"]
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for folder in folders
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not any(p[0] == "." for p in path.relative_to(folder).parts)
        }


def wait_until(true, seconds: float = 30.0) -> bool:
    """Wait for something to become true; return whether it did."""
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()


def _cell(identity: str, kind: str, source: str, *tags: str) -> dict:
    code = {"execution_count": None, "outputs": []} if kind == "code" else {}
    metadata = {"tags": list(tags)}
    return {"id": identity, "cell_type": kind, "metadata": metadata, "source": source, **code}


@pytest.fixture
def patience():
    """A function that waits for something to become true and returns whether it did."""
    return wait_until


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    """A tiny series whose chapters run in real kernels."""
    series = Tiny(tmp_path)
    for name in ("HELPERS_ROOT", "HELPERS_NOTEBOOKS", "HELPERS_KEY_FILE"):
        monkeypatch.setenv(name, series.environment()[name])
    monkeypatch.setattr(plan, "CONTRACTS", series.contracts)
    monkeypatch.setattr(steps, "code_files", lambda chapter: [chapter.path])
    monkeypatch.setattr(session, "key_id", lambda: "key")
    plan.area.cache_clear()
    yield series
    plan.area.cache_clear()


@pytest.fixture
def launched(tiny, monkeypatch):
    """A list of the chapters that were launched, which take no kernel and no time.

    What a stand-in chapter writes follows from its notebook and its parameters.
    A chapter whose code says FAIL raises.
    """
    from helpers.runner.failures import ChapterFailed

    names: list[str] = []

    def launch(request, step, **limits):
        import pyarrow as pa
        from pyarrow import parquet

        chapter = step.chapter
        names.append(chapter.name)
        if "FAIL" in chapter.code:
            raise ChapterFailed(f"{chapter.name} failed")
        size = request.parameters[chapter.name].get("size", 5)
        text = hashlib.sha256((chapter.code + str(size)).encode()).hexdigest()
        for table in chapter.writes:
            request.table(table).parent.mkdir(parents=True, exist_ok=True)
            half = request.table(table).with_suffix(".half")
            # A quarter's own tables differ from quarter to quarter.
            rows = size + (request.period.quarter if table == "details" else 0)
            parquet.write_table(pa.table({"n": list(range(rows))}), half)
            half.replace(request.table(table))
        page = request.stage / "reports" / f"{chapter.name}.html"
        tiny.write(page, f"<p>{chapter.name} {text} @run-id@</p>")
        write_json(request.stage / "findings" / f"{chapter.name}.json", [])
        files = [str(page), *(str(request.table(table)) for table in chapter.writes)]
        reads = [str(read) for read in chapter.reads if not read.optional]
        return {"status": "published", "reads": reads, "writes": sorted(chapter.writes),
                "findings": 0, "files": files}  # fmt: skip

    monkeypatch.setattr(session, "launch", launch)
    return names
