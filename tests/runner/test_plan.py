import pytest

from helpers.runner import plan
from helpers.runner.failures import ChapterFailed
from helpers.workspace.errors import UsageError


def test_chapters_come_in_reading_order_after_those_whose_tables_they_read(tiny):
    chapters = plan.read_plan(tiny.notebooks)

    after = {c.name: plan.upstream(c, plan.writers(chapters)) for c in chapters}

    assert after == {"01_first": [], "02_second": ["01_first"]}


def test_a_table_with_two_writers_is_refused(tiny):
    tiny.chapter("03_third", "`orders`", "`segments`")

    with pytest.raises(ChapterFailed, match="`segments` has two writers: 02_second and 03_third"):
        plan.read_plan(tiny.notebooks)


def test_a_chapter_that_reads_what_a_later_one_writes_is_refused(tiny):
    tiny.chapter("01_first", "`segments`", "`orders`, `rejected_text`")

    with pytest.raises(ChapterFailed, match="01_first reads `segments`, which 02_second writes"):
        plan.read_plan(tiny.notebooks)


def test_a_chapter_that_reads_its_own_table_is_refused_as_a_cycle(tiny):
    tiny.chapter("02_second", "`segments`", "`segments`")

    with pytest.raises(ChapterFailed, match="02_second reads `segments`, which 02_second writes"):
        plan.read_plan(tiny.notebooks)


def test_a_chapter_may_read_its_own_table_of_the_period_before(tiny):
    tiny.chapter("02_second", "`segments@previous`?", "`segments`")

    chapters = plan.read_plan(tiny.notebooks)

    assert plan.upstream(chapters[1], plan.writers(chapters)) == []


def test_a_table_without_a_contract_is_refused(tiny):
    tiny.chapter("03_third", "`ordres`", "`values`")

    with pytest.raises(ChapterFailed, match="03_third names `ordres`, which has no contract"):
        plan.read_plan(tiny.notebooks)


def test_a_folder_without_chapters_is_refused(tmp_path):
    with pytest.raises(UsageError, match="no chapter"):
        plan.read_plan(tmp_path)


def test_the_personal_fields_of_tables_are_those_of_their_contracts():
    used = ["order_lines", "account_details", "account_details@previous", "segments"]

    assert plan.personal_fields(used) == {
        "account_details": ["name", "phone", "website", "address"]
    }
