"""What a chapter says about itself: its question, its tables, its parameters.

Only the standard library is used, so that planning a series takes milliseconds.
"""

import ast
import json
import re
from pathlib import Path
from typing import Any, NamedTuple

from helpers.runner.failures import ChapterFailed

TABLE = re.compile(r"`([a-z]\w*)(@previous)?(\?)?`(\?)?")


class Read(NamedTuple):
    """A table that a chapter reads; `previous` means that of the period before."""

    table: str
    optional: bool
    previous: bool

    def __str__(self) -> str:
        return self.table + ("@previous" if self.previous else "")


class Parameter(NamedTuple):
    """A parameter as its line in the cell tagged `parameters` gives it."""

    type: str
    default: Any
    meaning: str


class Chapter(NamedTuple):
    """One notebook of the series."""

    name: str
    path: Path
    question: str
    reads: tuple[Read, ...]
    writes: tuple[str, ...]
    parameters: dict[str, Parameter]
    code: str

    @property
    def tables(self) -> list[str]:
        """Every table that the chapter names, sorted."""
        return sorted({read.table for read in self.reads} | set(self.writes))


def read_chapter(path: Path) -> Chapter:
    """Return what a notebook says about itself.

    Raises
    ------
    ChapterFailed
        If the file is no notebook, or lacks its question or its parameters.
    """
    cells = _cells(path)
    first = _source(cells[0]) if cells and cells[0]["cell_type"] == "markdown" else ""
    title = first.splitlines()[0] if first else ""
    if not title.startswith("# "):
        raise ChapterFailed(f"{path.name}: the first cell must start with '# ' and a question")
    return Chapter(
        name=path.stem,
        path=path,
        question=title.removeprefix("# ").strip(),
        reads=_reads(_line(first, "Reads")),
        writes=tuple(match[1] for match in TABLE.finditer(_line(first, "Writes"))),
        parameters=_parameters(path.name, cells),
        code="\n".join(_python(cell) for cell in cells if cell["cell_type"] == "code"),
    )


def parse(source: str, name: str) -> ast.Module:
    """Return some code's tree.

    Raises
    ------
    ChapterFailed
        If it is not Python; names the file.
    """
    try:
        return ast.parse(source)
    except SyntaxError as error:
        where = f"line {error.lineno}: {error.msg}"
        raise ChapterFailed(f"{name} is not valid Python ({where})") from None


def place(path: Path, index: int) -> str:
    """Return where a cell stands in words: its number and the heading above it."""
    cells = _cells(path)
    headings = [
        line.lstrip("# ").strip()
        for cell in cells[: index + 1]
        if cell["cell_type"] == "markdown"
        for line in _source(cell).splitlines()
        if re.match(r"#{1,6} ", line)
    ]
    under = f' under "{headings[-1]}"' if headings else ""
    return f"cell {index + 1}{under}"


def parameters_index(path: Path) -> int:
    """Return the position of the cell tagged `parameters`."""
    return next(i for i, cell in enumerate(_cells(path)) if "parameters" in _tags(cell))


def _cells(path: Path) -> list[dict]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError, TypeError):
        raise ChapterFailed(f"{path.name} is not a notebook that can be read") from None


def _source(cell: dict) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _python(cell: dict) -> str:
    """Return a cell's code without the magic and shell lines that Python cannot parse."""
    lines = _source(cell).splitlines()
    return "\n".join("" if line.lstrip().startswith(("%", "!")) else line for line in lines)


def _tags(cell: dict) -> list[str]:
    return cell.get("metadata", {}).get("tags", [])


def _line(text: str, word: str) -> str:
    """Return the sentence after *Reads* or *Writes*, without what stands in parentheses."""
    match = re.search(rf"^\*{word}\*(.*?)(?=^\*|^\s*$|\Z)", text, flags=re.M | re.S)
    return re.sub(r"\([^)]*\)", "", match[1]) if match else ""


def _reads(line: str) -> tuple[Read, ...]:
    return tuple(
        Read(match[1], optional=bool(match[3] or match[4]), previous=bool(match[2]))
        for match in TABLE.finditer(line)
    )


def _parameters(name: str, cells: list[dict]) -> dict[str, Parameter]:
    tagged = [cell for cell in cells if "parameters" in _tags(cell)]
    if len(tagged) != 1:
        raise ChapterFailed(
            f"{name} has {len(tagged) or 'no'} cell{'s'[: len(tagged) > 1]} tagged `parameters`: "
            "tag its second cell, and no other"
        )
    source = _python(tagged[0])
    lines = source.splitlines()
    found = {}
    for node in parse(source, name).body:
        if isinstance(node, ast.Assign):
            target = ast.unparse(node.targets[0])
            raise ChapterFailed(f"{name}: parameter {target} has no type: write {target}: int = …")
        if isinstance(node, ast.AnnAssign) and node.value is not None:
            comment = lines[node.end_lineno - 1][node.end_col_offset :]
            found[ast.unparse(node.target)] = _parameter(name, node, comment.strip("# "))
    return found


def _parameter(name: str, node: ast.AnnAssign, meaning: str) -> Parameter:
    try:
        return Parameter(ast.unparse(node.annotation), ast.literal_eval(node.value), meaning)
    except ValueError:
        target = ast.unparse(node.target)
        raise ChapterFailed(f"{name}: the default of {target} is not a plain value") from None
