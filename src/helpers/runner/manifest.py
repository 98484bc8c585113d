"""The manifest: what a run was made from, what it made, and what it claims. No clock in it."""

import re
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

from helpers.runner import plan
from helpers.runner.hashes import Hashes
from helpers.runner.json_files import read_json
from helpers.runner.request import Request
from helpers.runner.steps import Step, label, raw_files

LEDGER = "intake_ledger"
COUNTS = ["rows_in", "accepted", "continuation", "repeated", "rejected"]


def make_manifest(
    request: Request,
    steps: list[Step],
    done: dict[str, dict],
    *,
    run_id: str,
    key_id: str,
    hashes: Hashes,
) -> dict[str, Any]:
    """Return the manifest of a run, equal for equal inputs on every machine.

    The hashes of the pages are added by whoever writes them.

    Parameters
    ----------
    request : Request
        What was asked.
    steps : list of Step
        The chapters.
    done : dict
        By chapter: what became of it (status, reads, writes, number of findings); the
        personal columns of what it read and wrote are noted beside it.
    run_id, key_id : str
        The run's content hash and the name of the pseudonym key.
    hashes : Hashes
        The content hashes known so far.
    """
    tables = written_tables(done)
    return {
        **_asked(request),
        "run_id": run_id,
        "parameters": _parameters(request),
        "key_id": key_id,
        "inputs": {label(path): _file(path, hashes) for path in raw_files(request)},
        "previous": _previous(request, steps, hashes),
        "chapters": [_chapter(step, done[step.chapter.name]) for step in steps],
        "tables": {name: _table(request.table(name), hashes) for name in tables},
        "files": _accounting(request, tables),
        "findings": merged_findings(request),
        "versions": _versions(),
    }


def written_tables(done: dict[str, dict]) -> list[str]:
    """Return the tables that the chapters of a run wrote, sorted."""
    return sorted({table for became in done.values() for table in became["writes"]})


def merged_findings(request: Request) -> list[dict]:
    """Return the findings of all chapters, in reading order."""
    found = []
    for chapter in request.chapters:
        told = read_json(request.stage / "findings" / f"{chapter.name}.json", absent=[])
        found += told
    return found


def _asked(request: Request) -> dict[str, Any]:
    return {
        "company": request.company,
        "title": request.source.title,
        "period": str(request.period),
        "as_of": request.as_of.isoformat(),
        "data_through": request.source.data_through.isoformat(),
        "complete": request.complete,
        "language": request.language,
    }


def _chapter(step: Step, became: dict) -> dict[str, Any]:
    kept = {key: became[key] for key in ("status", "reads", "writes", "findings")}
    # A chapter knows what it writes, too: one that reads raw files took it from there.
    kept["personal"] = plan.personal_fields([*became["reads"], *became["writes"]])
    missing = {"missing": became["missing"]} if "missing" in became else {}
    return {"name": step.chapter.name, "question": step.chapter.question, **kept, **missing}


def _parameters(request: Request) -> dict[str, dict]:
    """Return every parameter's value by chapter, the defaults too."""
    return {
        chapter.name: {
            name: request.parameters[chapter.name].get(name, parameter.default)
            for name, parameter in chapter.parameters.items()
        }
        for chapter in request.chapters
    }


def _previous(request: Request, steps: list[Step], hashes: Hashes) -> str | None:
    """Return the hash of the parent's manifest, where a chapter reads the period before."""
    path = request.previous("manifest.json")
    return hashes.digest(path) if any(path in step.outside for step in steps) else None


def _file(path: Path, hashes: Hashes) -> dict[str, Any]:
    return {"sha256": hashes.digest(path), "size": path.stat().st_size}


def _table(path: Path, hashes: Hashes) -> dict[str, Any]:
    from pyarrow import parquet

    return {"rows": parquet.read_metadata(path).num_rows, "sha256": hashes.digest(path)}


def _accounting(request: Request, tables: list[str]) -> dict[str, dict[str, int]]:
    """Return what became of the rows of each raw file."""
    if LEDGER not in tables:
        return {}
    from pyarrow import parquet

    rows = parquet.read_table(request.table(LEDGER), columns=["file", *COUNTS]).to_pylist()
    return {row["file"]: {name: row[name] for name in COUNTS} for row in rows}


def _versions() -> dict[str, str]:
    """Return the version of Python and of each library that the project names."""
    needed = metadata.requires("helpers") or []
    names = [re.match(r"[\w.-]+", need)[0] for need in needed if "extra ==" not in need]
    python = {"python": ".".join(map(str, sys.version_info[:3]))}
    return python | {name: metadata.version(name) for name in sorted(names)}


def area_tables(tables: list[str], area: str) -> list[str]:
    """Return those of some tables that live in an area."""
    return [table for table in tables if plan.area(table) == area]
