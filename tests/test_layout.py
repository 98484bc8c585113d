"""One name in four places, tests that mirror the source, and arrows that point one way."""

import ast
import re
from pathlib import Path

import pytest

from helpers.workspace import paths

TESTS = paths.CODE / "tests"
WINGS = {"workspace", "intake", "evidence", "reporting", "runner", "demo", "pull", "rights"}
MAY_IMPORT = {
    "workspace": set(),
    "evidence": set(),
    "intake": {"workspace"},
    "reporting": {"workspace"},
    "demo": {"workspace"},
    "pull": {"workspace"},  # and dlt, in an environment of its own
    "rights": {"workspace", "intake"},
    # The intake, the demo and the rights of people only behind their commands.
    "runner": {"workspace", "reporting", "intake", "demo", "rights"},
}
CHAPTER_MAY_IMPORT = {"workspace", "evidence"}
READER_OF_RAW = "cleaning"  # the only chapter that may also import the intake


def chapters():
    return {path.stem.split("_", 1)[1]: path for path in paths.NOTEBOOKS.glob("*.ipynb")}


def modules():
    return sorted(path for path in paths.HELPERS.rglob("*.py") if not path.name.startswith("__"))


def part_of(path: Path) -> str:
    """Return the wing or chapter that a module belongs to."""
    first = path.relative_to(paths.HELPERS).parts[0]
    return first.removesuffix(".py")


def imported_parts(path: Path) -> set[str]:
    """Return the wings and chapters that a module imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("helpers.")}
        if isinstance(node, ast.ImportFrom) and node.module == "helpers":
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("helpers."):
            found.add(node.module.split(".")[1])
    return found - {"__version__"}


def test_each_chapter_has_one_helper_and_one_test_of_its_name():
    helpers = {part_of(path) for path in paths.HELPERS.rglob("*.py")} - WINGS
    tests = {path.stem.removeprefix("test_") for path in TESTS.glob("test_*.py")}

    assert helpers - {"__init__", "__main__"} == set(chapters())
    assert set(chapters()) <= tests


@pytest.mark.parametrize("module", modules(), ids=lambda p: str(p.relative_to(paths.HELPERS)))
def test_each_module_has_a_test_that_mirrors_it(module):
    below = module.relative_to(paths.HELPERS)

    assert (TESTS / below.parent / f"test_{below.name}").exists()


@pytest.mark.parametrize("module", modules(), ids=lambda p: str(p.relative_to(paths.HELPERS)))
def test_modules_import_only_what_lies_below_them(module):
    part = part_of(module)
    allowed = MAY_IMPORT.get(part, CHAPTER_MAY_IMPORT) | {part}
    if part == READER_OF_RAW:
        allowed = allowed | {"intake"}

    assert imported_parts(module) <= allowed


@pytest.mark.parametrize("name", sorted(chapters()))
def test_a_notebook_imports_its_chapter_and_what_all_chapters_share(name):
    import nbformat

    cells = nbformat.read(chapters()[name], as_version=4).cells
    source = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    nodes = list(ast.walk(ast.parse(source)))

    froms = {(n.module, a.name) for n in nodes if isinstance(n, ast.ImportFrom) for a in n.names}
    whole = {a.name for n in nodes if isinstance(n, ast.Import) for a in n.names}
    assert {module for module, _ in froms} == {"helpers"}
    assert {part for _, part in froms} == {name, "reporting", "workspace"}
    assert whole <= {"pandas", "seaborn"}


def test_only_pulling_imports_what_its_own_environment_alone_has():
    for module in paths.HELPERS.rglob("*.py"):
        text = module.read_text(encoding="utf-8")
        named = re.findall(r"^\s*(?:from|import) (dlt|simplejson|requests)\b", text, re.MULTILINE)
        assert not named or part_of(module) == "pull", module


def test_nothing_imports_a_notebook():
    for module in modules():
        assert "notebooks" not in imported_parts(module)
