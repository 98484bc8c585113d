"""Which files of ours a chapter depends on, read from its import lines without running them."""

import ast
from functools import cache
from pathlib import Path

from helpers.runner import plan
from helpers.runner.notebook import Chapter, parse
from helpers.workspace import paths

LOCK = paths.CODE / "requirements.lock"
ALWAYS = "reporting"  # the page is made by it, whether the notebook imports it or not


def code_files(chapter: Chapter) -> list[Path]:
    """Return the notebook and every file of ours that can change what it says, sorted.

    Whole wings count, with their templates and messages; of the contracts only
    those of the tables that the chapter names.
    """
    found: set[str] = set()
    waiting = {ALWAYS, *_imported(parse(chapter.code, chapter.path.name), ())}
    while waiting:
        part = waiting.pop()
        found.add(part)
        waiting |= _parts_used_by(part) - found
    ours = {file for part in found for file in _files(part)}
    contracts = {plan.CONTRACTS / f"{table}.toml" for table in chapter.tables}
    lock = {LOCK} if LOCK.exists() else set()
    return sorted({chapter.path, paths.HELPERS / "__init__.py"} | ours | contracts | lock)


@cache
def _files(part: str) -> tuple[Path, ...]:
    """Return the files of a module or a wing directly below helpers."""
    module = paths.HELPERS / f"{part}.py"
    if module.exists():
        return (module,)
    return tuple(
        path
        for path in (paths.HELPERS / part).rglob("*")
        if path.is_file() and not _is_no_part_of_it(path)
    )


def _is_no_part_of_it(path: Path) -> bool:
    """Return whether a file is a cache, hidden, or a contract (those count by name)."""
    within = path.relative_to(paths.HELPERS).parts
    hidden = any(part.startswith((".", "__pycache__")) for part in within)
    return hidden or (path.parent == plan.CONTRACTS and path.suffix == ".toml")


@cache
def _parts_used_by(part: str) -> set[str]:
    found = set()
    for file in _files(part):
        if file.suffix == ".py":
            within = file.relative_to(paths.HELPERS).parent.parts
            tree = parse(file.read_text(encoding="utf-8"), file.name)
            found |= _imported(tree, within)
    return found


def _imported(tree: ast.Module, within: tuple[str, ...]) -> set[str]:
    """Return the modules and wings below helpers that some code imports."""
    names: set[tuple[str, ...]] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {tuple(alias.name.split(".")) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = ("helpers", *within)[: len(within) + 2 - node.level] if node.level else ()
            module = (*start, *(node.module or "").split(".")) if node.module else start
            names |= {(*module, alias.name) for alias in node.names}
    parts = {name[1] for name in names if name[0] == "helpers" and len(name) > 1}
    return {part for part in parts if _files(part)}
