import pytest
from pyarrow import parquet

from helpers.runner import launch, rendering
from helpers.runner.json_files import write_json
from helpers.runner.steps import steps_of
from helpers.workspace import contracts


@pytest.fixture
def job(tiny):
    request = tiny.request()
    return launch.make_job(request, steps_of(request, "key")[0], "token")


def test_a_page_has_the_chapters_question_its_company_and_a_place_for_the_run_id(tiny, job):
    write_json(tiny.work / "2026Q2" / "findings" / "01_first.json", [])
    job["notebook_out"] = job["path"]

    rendering.write_chapter_page(job, {"contact_details": ["name", "email"]})

    page = (tiny.work / "2026Q2" / "reports" / "01_first.html").read_text()
    assert all(words in page for words in ("Can we?", "Tiny", rendering.RUN_ID_MARK))
    assert "Personal fields read: contact_details (name, email)." in page


def test_the_page_of_a_chapter_without_its_tables_says_what_to_add(tiny, job):
    rendering.write_missing_page(job, ["orders"])

    page = (tiny.work / "2026Q2" / "reports" / "01_first.html").read_text()
    assert all(words in page for words in ("Can we?", "orders", "data/raw/tiny"))


def test_an_empty_table_keeps_its_contract(tiny):
    path = tiny.work / "canonical" / "orders.parquet"

    rendering.write_empty_table("orders", path)

    assert parquet.read_metadata(path).num_rows == 0
    assert parquet.read_schema(path).names == list(contracts.load("orders").columns)
