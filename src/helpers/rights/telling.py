"""Telling a person what is known of them: every row, with the file that it is from."""

import html
import json
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
from pyarrow import parquet

from helpers.rights.made_tables import rows_of
from helpers.rights.person import Person, Read
from helpers.rights.traces import Traces
from helpers.workspace import contracts, paths
from helpers.workspace.source import load_source

NAME_LENGTH = 8  # letters of a pseudonym in the name of a folder
STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}"
    "div{overflow-x:auto}table{border-collapse:collapse;font-size:14px;margin:.5rem 0 2rem}"
    "th,td{border:1px solid #bbb;padding:.2rem .5rem;text-align:left;vertical-align:top}"
    "th{background:#eee}"
)
OPENING = (
    "Everything that is kept here about one person: first the rows of the files as they were "
    "received, then what was made of them, quarter by quarter. Ids are keyed pseudonyms. Tables "
    "about groups of people are not listed: they hold nobody's values."
)


def what_is_known(
    company: str, person: Person, traces: Traces, files: list[Read]
) -> dict[str, Any]:
    """Return all that is known of a person.

    Returns
    -------
    dict
        `company`, `received` (per raw file: how it was read, when it was received, its
        rows with line and cells), `made` (per table: where it lies, what one row is, what each
        column means, its rows), and how much of it is `shared` with others or was `weighed`.
    """
    source = load_source(company)
    return {
        "company": source.title,
        "received": [_of_file(file, traces) for file in files if file.name in traces.lines],
        "made": _of_tables(company, traces),
        "pseudonyms": sorted(person.ids),
        "shared": person.shared,
        "weighed": person.weighed,
    }


def write(company: str, told: dict[str, Any]) -> list[Path]:
    """Write what is known of a person as JSON and as a page, in a folder for this user alone."""
    name = (told["pseudonyms"] or ["nobody"])[0][:NAME_LENGTH]
    folder = paths.told(company) / name
    folder.mkdir(parents=True, exist_ok=True)
    for private in (folder.parent, folder):
        private.chmod(0o700)
    contents = {
        "known.json": json.dumps(told, indent=1, ensure_ascii=False, default=str) + "\n",
        "known.html": _page(told),
    }
    for file, content in contents.items():
        (folder / file).write_text(content, encoding="utf-8")
    return [folder / file for file in contents]


def _of_file(file: Read, traces: Traces) -> dict[str, Any]:
    frame, rejects = file.opened.text.frame, file.reading.rejects
    lines = sorted(traces.lines[file.name])
    rows = [
        {"line": int(line), **{name: text for name, text in frame.loc[line].items() if text}}
        for line in lines if line in frame.index
    ]  # fmt: skip
    broken = {line: text for line, text in zip(rejects.lines, rejects.texts, strict=True)}
    rows += [{"line": int(line), "row": broken[line]} for line in lines
             if line in broken and line not in frame.index]  # fmt: skip
    declared = file.opened.context.declared
    return {"file": file.name, "format": declared.format, "received": str(declared.received),
            "rows": rows}  # fmt: skip


def _of_tables(company: str, traces: Traces) -> list[dict[str, Any]]:
    """Return what published tables say of a person; the build area holds the same."""
    base, found = paths.processed(company), []
    for path in sorted(base.rglob("*.parquet")):
        where = path.relative_to(base)
        if any(part.startswith(".") for part in where.parts) or path.stem not in contracts.names():
            continue
        table = parquet.ParquetFile(path).read()
        theirs = table.filter(pc.fill_null(rows_of(table, traces), False))
        if len(theirs):
            contract = contracts.load(path.stem)
            found.append({
                "table": path.stem, "where": where.parent.as_posix(), "one_row": contract.row,
                "columns": {name: _meaning(column) for name, column in contract.columns.items()},
                "rows": theirs.to_pylist(),
            })  # fmt: skip
    return found


def _meaning(column: contracts.Column) -> str:
    return f"{column.meaning} ({column.unit})" if column.unit else column.meaning


def _page(told: dict[str, Any]) -> str:
    """Return what is known as a page that opens anywhere."""
    parts = [f"<h1>What {html.escape(told['company'])} knows</h1><p>{OPENING}</p><h2>Received</h2>"]
    for file in told["received"]:
        title = f"{file['file']} ({file['format']}, received {file['received']})"
        parts.append(f"<h3>{html.escape(title)}</h3>{_table(file['rows'])}")
    parts.append("<h2>Made of it</h2>")
    for table in told["made"]:
        title = f"{table['table']}, {table['where']}"
        parts.append(f"<h3>{html.escape(title)}</h3><p>{html.escape(table['one_row'])}</p>")
        parts.append(_table(table["rows"], table["columns"]))
    body = "\n".join(parts)
    return (f'<!doctype html><html lang="en"><meta charset="utf-8"><title>What is known</title>'
            f"<style>{STYLE}</style><body>{body}</body></html>\n")  # fmt: skip


def _table(rows: list[dict[str, Any]], meanings: dict[str, str] | None = None) -> str:
    names = list(dict.fromkeys(name for row in rows for name, cell in row.items()
                               if cell is not None))  # fmt: skip
    head = "".join(f'<th title="{html.escape((meanings or {}).get(name, ""))}">'
                   f"{html.escape(name)}</th>" for name in names)  # fmt: skip
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(_shown(row.get(name)))}</td>" for name in names)
        + "</tr>" for row in rows
    )  # fmt: skip
    return f"<div><table><tr>{head}</tr>{body}</table></div>"


def _shown(cell: Any) -> str:
    return "" if cell is None else str(cell)
