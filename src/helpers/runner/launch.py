"""Start one chapter in a guarded process and take in what became of it."""

import json
import os
import re
import secrets
import sys
from pathlib import Path
from typing import Any

from helpers.runner.failures import ChapterFailed, PublishFailed, RunKilled
from helpers.runner.json_files import read_json
from helpers.runner.processes import RUN_VARIABLE, STAGE_VARIABLE, run_child
from helpers.runner.request import Request
from helpers.runner.steps import Step
from helpers.workspace.settings import settings

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
MEMORY_VARIABLE = "HELPERS_MEMORY_LIMIT"
PARTS = {"mark": "marks", "findings": "findings", "cards": "cards", "outcome": "outcomes"}


def launch(
    request: Request, step: Step, *, deadline: float, debug: bool = False, workers: int = 1
) -> dict[str, Any]:
    """Return what a chapter read, wrote and found, with the files that it made.

    It may use one worker's share of the memory.

    Raises
    ------
    ChapterFailed
        If the chapter failed; `exit_code` tells the kind.
    RunKilled
        If it was killed, or the deadline passed.
    """
    token = secrets.token_hex(8)
    job = make_job(request, step, token, debug=debug)
    outcome = Path(job["outcome"])
    outcome.unlink(missing_ok=True)
    command = [sys.executable, "-m", "helpers.runner.chapter"]
    told = json.dumps(job).encode() + b"\n"
    env = environment(request, token, workers=workers)
    code = run_child(command, env=env, told=told, deadline=deadline, debug=debug)
    made = read_json(outcome)
    if made is None and code == PublishFailed.exit_code:
        raise PublishFailed(f"{step.chapter.name}: the disk is full, or cannot be written")
    if made is None:
        raise RunKilled(f"{step.chapter.name}: its process ended early (exit status {code})")
    if "error" in made:
        failure = ChapterFailed(made["error"])
        failure.exit_code = made["exit_code"]
        raise failure
    for table in set(step.chapter.writes) - set(made["writes"]):
        request.table(table).unlink(missing_ok=True)
    return made


def environment(request: Request, token: str, *, workers: int = 1) -> dict[str, str]:
    """Return the environment of a chapter: one thread, fixed hashing, memory, where to build."""
    return {
        **os.environ,
        **dict.fromkeys(ONE_THREAD, "1"),
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": "0",
        "TZ": "UTC",
        STAGE_VARIABLE: str(request.work),
        "HELPERS_TOKEN": token,
        RUN_VARIABLE: token,
        MEMORY_VARIABLE: shared(settings().memory_limit, workers),
    }


def shared(memory: str, workers: int) -> str:
    """Return one worker's share of an amount of memory.

    Examples
    --------
    >>> shared("4GB", 2), shared("1.5 GiB", 1)
    ('2GB', '1.5GiB')
    """
    amount, unit = re.fullmatch(r"([\d.]+) ?(\D+)", memory).groups()
    return f"{float(amount) / workers:g}{unit}"


def make_job(request: Request, step: Step, token: str, *, debug: bool = False) -> dict[str, Any]:
    """Return all that a chapter's process is told."""
    chapter, stage = step.chapter, request.stage
    needs = [read for read in chapter.reads if not read.optional]
    return {
        "chapter": chapter.name,
        "path": str(chapter.path),
        "question": chapter.question,
        "parameters": request.parameters[chapter.name],
        "token": token,
        "debug": debug,
        "company": request.company,
        "title": request.source.title,
        "period": str(request.period),
        "as_of": request.as_of.isoformat(),
        "data_through": request.source.data_through.isoformat(),
        "complete": request.complete,
        "language": request.language,
        "reads": [str(read) for read in chapter.reads],
        "tables": {table: str(request.table(table)) for table in chapter.writes},
        "needs": [{"table": str(r), "path": str(_where(request, r))} for r in needs],
        "notebook_out": str(stage / "notebooks" / f"{chapter.name}.ipynb"),
        "html": str(stage / "reports" / f"{chapter.name}.html"),
        **{key: str(stage / part / f"{chapter.name}.json") for key, part in PARTS.items()},
    }


def _where(request: Request, read: Any) -> Path:
    if read.previous:
        return request.previous(f"{read.table}.parquet")
    return request.table(read.table)
