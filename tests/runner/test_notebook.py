import pytest

from helpers.runner.failures import ChapterFailed
from helpers.runner.notebook import Read, place, read_chapter


def test_a_chapter_tells_its_question_its_tables_and_its_parameters(tiny):
    path = tiny.chapter("03_third", "`orders`, `contacts`?, `segments@previous?`", "`values`")

    chapter = read_chapter(path)

    assert chapter.question == "Can we?"
    assert chapter.reads == (
        Read("orders", optional=False, previous=False),
        Read("contacts", optional=True, previous=False),
        Read("segments", optional=True, previous=True),
    )
    assert chapter.writes == ("values",)
    assert chapter.parameters["size"] == ("int", 5, "Length of every table (rows)")


def test_names_in_parentheses_are_not_tables(tiny):
    path = tiny.chapter("03_third", "`orders` (one row per `order_id`)", "`values`")

    chapter = read_chapter(path)

    assert [read.table for read in chapter.reads] == ["orders"]


def test_a_chapter_without_a_parameters_cell_is_refused(tiny):
    path = tiny.chapter("03_third", "`orders`", "`values`")
    path.write_text(path.read_text().replace('"parameters"', '"parametres"'))

    with pytest.raises(ChapterFailed, match="03_third.ipynb has no cell tagged `parameters`"):
        read_chapter(path)


def test_a_parameter_without_a_type_is_refused(tiny):
    path = tiny.chapter("03_third", "`orders`", "`values`", parameters="size = 5")

    with pytest.raises(ChapterFailed, match="parameter size has no type"):
        read_chapter(path)


def test_a_file_that_is_no_notebook_is_refused(tiny):
    path = tiny.notebooks / "03_third.ipynb"
    path.write_text("<html>")

    with pytest.raises(ChapterFailed, match="03_third.ipynb is not a notebook"):
        read_chapter(path)


def test_a_cell_is_found_by_its_number_and_the_heading_above_it(tiny):
    path = tiny.chapter("03_third", "`orders`", "`values`", "1", "2")

    assert place(path, 4) == 'cell 5 under "Part 1"'
    assert place(path, 1) == 'cell 2 under "Can we?"'


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ("size: int = 5 5", "03_third.ipynb is not valid Python"),
        ("size: int = len(company)", "the default of size is not a plain value"),
    ],
)
def test_parameters_that_cannot_be_read_are_refused(tiny, parameters, words):
    path = tiny.chapter("03_third", "`orders`", "`values`", parameters=parameters)

    with pytest.raises(ChapterFailed, match=words):
        read_chapter(path)
