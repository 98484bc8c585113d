"""Every chapter keeps the shape that analysts, the runner and readers count on."""

import ast
import re
import statistics

import nbformat
import pytest

from helpers.runner.notebook import read_chapter
from helpers.workspace import contracts, paths

CHAPTERS = sorted(paths.NOTEBOOKS.glob("*.ipynb"))
COMMON = {"company", "period", "as_of", "language", "minimum_group", "seed"}
NOT_IN_A_CHAPTER = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.While, ast.If, ast.Try,
    ast.Lambda,
)  # fmt: skip


@pytest.fixture(params=CHAPTERS, ids=lambda path: path.stem)
def path(request):
    return request.param


@pytest.fixture
def cells(path):
    return nbformat.read(path, as_version=4).cells


def code(cells):
    return [cell for cell in cells if cell.cell_type == "code"]


def prose(cells):
    return [cell for cell in cells if cell.cell_type == "markdown"]


def tags(cell):
    return cell.metadata.get("tags", [])


def test_there_are_chapters():
    assert CHAPTERS


def test_a_chapter_asks_a_question_and_names_its_tables(path):
    chapter = read_chapter(path)

    assert chapter.question.endswith("?")
    assert set(chapter.tables) <= set(contracts.names())
    assert chapter.writes


def test_the_second_cell_holds_the_parameters_and_the_third_the_imports(cells):
    tagged = [index for index, cell in enumerate(cells) if "parameters" in tags(cell)]

    assert tagged == [1]
    assert "hide" in tags(cells[2])
    assert not [cell for cell in code(cells) if "import " in cell.source and cell is not cells[2]]


def test_every_parameter_has_a_type_a_default_and_a_meaning_with_its_unit(path):
    parameters = read_chapter(path).parameters

    assert set(parameters) >= COMMON
    for name, parameter in parameters.items():
        assert parameter.type in {"str", "int", "float", "bool"}, name
        assert re.search(r"\(.+\)$", parameter.meaning), name


def test_parameters_that_chapters_share_have_one_meaning():
    told = [read_chapter(path).parameters for path in CHAPTERS]

    for name in COMMON:
        assert len({parameters[name] for parameters in told}) == 1, name


def test_a_chapter_defines_nothing_and_decides_nothing(cells):
    for cell in code(cells):
        found = [n for n in ast.walk(ast.parse(cell.source)) if isinstance(n, NOT_IN_A_CHAPTER)]
        assert not found, cell.source


def test_code_stays_short_and_prose_leads(cells):
    lengths = [len(cell.source.splitlines()) for cell in code(cells)[2:]]
    kinds = "".join(cell.cell_type[0] for cell in cells[3:])

    assert statistics.median(lengths) <= 4
    assert max(lengths) <= 12
    assert "ccc" not in kinds


def test_prose_states_no_figure_from_the_data(cells):
    words = " ".join(cell.source for cell in prose(cells))

    assert not re.search(r"\d+(\.\d+)?\s?%|[£$€¥]\s?\d", words)


def test_the_last_section_says_what_the_chapter_does_not_say(cells):
    headings = re.findall(r"^## (.+)$", "\n".join(c.source for c in prose(cells)), re.MULTILINE)

    assert headings[-1] == "What this does and does not say"
    assert cells[-1].source == "report.close()"


def test_a_chapter_is_stored_clean(path):
    stored = nbformat.read(path, as_version=4)

    assert stored.metadata.kernelspec.name == "python3"
    assert "papermill" not in stored.metadata
    for cell in code(stored.cells):
        assert not cell.outputs and cell.execution_count is None
        assert "papermill" not in cell.metadata and "injected-parameters" not in tags(cell)
