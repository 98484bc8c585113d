"""Run one chapter in a process of its own: ``python -m helpers.runner.chapter``.

The job comes on standard input as one line of JSON; what became of it is
written to the outcome file that the job names. A chapter counts as done only
when its last cell has left the completion mark with this run's token: the
notebook's own metadata says "completed" after a killed kernel too.
"""

import json
import os
import re
import sys
import tempfile
import tomllib
import traceback
from pathlib import Path
from typing import Any

from helpers.runner import notebook as notebooks
from helpers.runner import plan
from helpers.runner.failures import ChapterFailed, PublishFailed, RunKilled
from helpers.runner.json_files import read_json, write_bytes, write_json
from helpers.runner.processes import die_with_parent
from helpers.workspace import errors, paths

OURS = {
    error.__name__: error.exit_code
    for error in (
        errors.UsageError, errors.InputError, errors.MissingTable, errors.PrivacyError,
        errors.SourceChanged,
    )  # fmt: skip
}
# What these quote is code, never a customer's.
ABOUT_CODE = ("ImportError", "ModuleNotFoundError", "NameError", "AttributeError", "SyntaxError")
PLAIN_WORDS = frozenset(
    "a all and any are array arrays as at be been bool bounds by can cannot column columns "
    "convert could data day did dimension division does dtype empty error expected float for "
    "found from given got has have in index input int integer invalid is it key length literal "
    "match matrix missing must nan no None not object of on one only or out row rows series "
    "shape should size str string supported text than that the this time to too type types "
    "unknown value values was were while with zero".split()
)
ERROR_NAME = re.compile(r"[A-Z][A-Za-z]*(?:Error|Exception|Warning)")
ANSI_COLOUR = r"\x1b\[[0-9;]*m"
OUT_OF_MEMORY = ("MemoryError", "OutOfMemoryException")
DISK_FULL = "No space left on device"
# jsonschema compiles this grammar at its import, for a second of each chapter's start. It does
# without where it is absent: only addresses in a schema go unchecked, and notebooks have none.
UNNEEDED = "rfc3987_syntax"


def main() -> None:
    """Do the job on standard input and write what became of it."""
    job = json.loads(sys.stdin.buffer.readline())
    sys.modules[UNNEEDED] = None
    with tempfile.TemporaryDirectory(prefix="helpers-") as folder:
        die_with_parent(Path(folder))
        # A short path for the kernel's sockets, and no start-up files of the analyst's own.
        os.environ |= {"JUPYTER_RUNTIME_DIR": folder, "IPYTHONDIR": folder}
        try:
            write_json(Path(job["outcome"]), outcome(job))
        except OSError:
            sys.exit(PublishFailed.exit_code)


def outcome(job: dict[str, Any]) -> dict[str, Any]:
    """Return what a job came to: the files made, or the message and exit code of its failure."""
    try:
        return run_job(job)
    except (ChapterFailed, RunKilled, PublishFailed) as error:
        return {"error": str(error), "exit_code": error.exit_code}
    except Exception as error:
        if job["debug"]:
            traceback.print_exc()
        full = DISK_FULL in str(error)
        code = PublishFailed.exit_code if full else getattr(error, "exit_code", 4)
        known = full or hasattr(error, "exit_code")
        said = str(error) if known else f"{type(error).__name__} (--debug shows where)"
        return {"error": f"{job['chapter']}: {said}", "exit_code": code}


def run_job(job: dict[str, Any]) -> dict[str, Any]:
    """Return what a chapter read, wrote and found, having run it or said what it lacks."""
    for earlier in ("mark", "findings", "cards"):
        Path(job[earlier]).unlink(missing_ok=True)
    lacking = [need["table"] for need in job["needs"] if not _has_rows(Path(need["path"]))]
    if lacking:
        return _without_tables(job, lacking)
    executed = execute(job)
    told = check_mark(job, read_json(Path(job["mark"])))
    page = Path(job["notebook_out"])
    page.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(page, (json.dumps(executed, indent=1, ensure_ascii=False) + "\n").encode())
    _write_page(job, [*told["reads"], *told["writes"]])
    files = [job["mark"], job["findings"], job["cards"], job["notebook_out"], job["html"]]
    files += [job["tables"][table] for table in told["writes"]]
    return {
        "status": "published",
        "reads": sorted(set(told["reads"])),
        "writes": sorted(set(told["writes"])),
        "findings": told["findings"],
        "files": [file for file in files if Path(file).exists()],
    }


def execute(job: dict[str, Any]) -> dict[str, Any]:
    """Return a chapter's notebook as it stands after every cell has run.

    Raises
    ------
    ChapterFailed
        If a cell raised, with the exit code of the error's kind.
    RunKilled
        If the kernel died.
    """
    import papermill
    from nbclient.exceptions import DeadKernelError
    from traitlets.config import Config

    path = Path(job["path"])
    # Left to itself the kernel would name its sockets alike in every process of a folder.
    sockets = os.path.join(os.environ["JUPYTER_RUNTIME_DIR"], "kernel")
    try:
        executed = papermill.execute_notebook(
            path,
            None,
            parameters=job["parameters"],
            cwd=path.parent,
            progress_bar=False,
            request_save_on_cell_execute=False,
            config=Config({"KernelManager": {"transport": "ipc", "ip": sockets}}),
        )
    except papermill.PapermillExecutionError as error:
        if job["debug"]:
            print(error, file=sys.stderr)
        raise _failed_cell(job, path, error) from None
    except DeadKernelError:
        why = "out of memory, or killed from outside"
        raise RunKilled(f"{job['chapter']}: its kernel died ({why})") from None
    _refuse_errors_let_pass(job, path, executed)
    _drop_warnings(executed)
    return executed


def check_mark(job: dict[str, Any], mark: dict[str, Any] | None) -> dict[str, Any]:
    """Return a completion mark that this run's last cell wrote and that keeps its word.

    Raises
    ------
    ChapterFailed
        If there is no such mark, or a table was used that the chapter does not name.
    """
    name = job["chapter"]
    if mark is None or mark.get("token") != job["token"]:
        raise ChapterFailed(
            f"{name} left no completion mark: its last cell, report.close(), did not run to its "
            "end (sys.exit() in a cell and an error in a background thread do this)"
        )
    named = {"reads": {*job["reads"], *job["tables"]}, "writes": {*job["tables"]}}
    absent = [table for table in mark["writes"] if not Path(job["tables"].get(table, "")).is_file()]
    for verb, allowed in named.items():
        stray = sorted(set(mark[verb]) - allowed)
        if stray:
            raise ChapterFailed(
                f"{name} {verb} `{stray[0]}`, which its *{verb.title()}* line does not name"
            )
    if absent:
        raise ChapterFailed(f"{name} says that it wrote `{absent[0]}`, which is not there")
    return mark


def _refuse_errors_let_pass(job: dict[str, Any], path: Path, executed: Any) -> None:
    """Refuse a notebook in which a cell shows an error that did not stop it."""
    for index, cell in enumerate(executed.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                left = output.ename == "SystemExit"
                what = "a cell called sys.exit()" if left else f"{output.ename} was let pass"
                where = _place(job, path, index)
                raise ChapterFailed(f"{job['chapter']} is not whole: {what} in {where}")


def _drop_warnings(executed: Any) -> None:
    """Take out what libraries said beside the results: it may quote a customer's value."""
    for cell in executed.cells:
        if "outputs" in cell:
            cell.outputs = [one for one in cell.outputs if one.get("name") != "stderr"]


def _failed_cell(job: dict[str, Any], path: Path, error: Any) -> Exception:
    where = f"{job['chapter']}, {_place(job, path, error.cell_index)}"
    if DISK_FULL in error.evalue:
        return PublishFailed(f"{where}: the disk is full")
    if error.ename in OUT_OF_MEMORY:
        return RunKilled(f"{where}: out of memory")
    said = error.evalue if error.ename in OURS else masked(error)
    failed = ChapterFailed(f"{where}: {said}")
    failed.exit_code = OURS.get(error.ename, ChapterFailed.exit_code)
    return failed


def masked(error: Any) -> str:
    """Return a foreign error in words, without what may be a customer's.

    Libraries quote the value that troubled them, in quotes or without. A word is kept where
    code says it: the failing cell, the code that the traceback shows, the name of a table or
    a column, or the few words of which most messages are made.
    """
    first = (error.evalue.splitlines() or [""])[0].replace(f"{paths.CODE}{os.sep}", "")
    if error.ename in ABOUT_CODE:
        return f"{error.ename}: {first}"
    shown = "\n".join(getattr(error, "traceback", [])[:-1])  # the last one is the message
    said = {*re.findall(r"[^\W\d]\w*", f"{error.source}\n{re.sub(ANSI_COLOUR, '', shown)}")}
    harmless = {*said, *PLAIN_WORDS, *_names_in_contracts()}
    ours = error.ename == "AssertionError"  # said by a chapter, which may count in it

    def keep(match: re.Match) -> str:
        word = match[0]
        small = ours and re.fullmatch(r"\d{1,3}", word)
        return word if word in harmless or small or ERROR_NAME.fullmatch(word) else "…"

    text = re.sub(r"\w+", keep, re.sub(r"\S+@\S+", "…", first))
    text = re.sub(r"…(?:[^\w'\"]*…)+", "…", text)
    if ours and text:
        return text
    return f"{error.ename}: {text}" if text else error.ename


def _names_in_contracts() -> set[str]:
    files = list(plan.CONTRACTS.glob("*.toml"))
    columns = [tomllib.loads(file.read_text(encoding="utf-8")).get("columns", {}) for file in files]
    return {file.stem for file in files} | {name for table in columns for name in table}


def _place(job: dict[str, Any], path: Path, index: int) -> str:
    """Return where a cell of the executed notebook stands in the analyst's own."""
    injected = bool(job["parameters"]) and index > notebooks.parameters_index(path)
    return notebooks.place(path, index - injected)


def _has_rows(path: Path) -> bool:
    from pyarrow import parquet

    return path.exists() and parquet.read_metadata(path).num_rows > 0


def _write_page(job: dict[str, Any], used: list[str]) -> None:
    from helpers.runner import rendering

    rendering.write_chapter_page(job, plan.personal_fields(used))


def _without_tables(job: dict[str, Any], lacking: list[str]) -> dict[str, Any]:
    from helpers.runner import rendering

    rendering.write_missing_page(job, lacking)
    for table, path in job["tables"].items():
        rendering.write_empty_table(table, Path(path))
    return {
        "status": "missing",
        "missing": lacking,
        "reads": [],
        "writes": sorted(job["tables"]),
        "findings": 0,
        "files": [job["html"], *job["tables"].values()],
    }


if __name__ == "__main__":
    main()
