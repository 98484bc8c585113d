import json
import os
import shutil
import threading

import pytest

from helpers.runner import publish, session
from helpers.runner.failures import ChapterFailed
from helpers.workspace import PrivacyError, forgotten


def append(path, text):
    path.write_text(path.read_text().replace("close(", f"{text}\\nclose("))


def test_a_run_publishes_tables_reports_and_the_list_of_runs(tiny, launched):
    result, _ = tiny.run()

    assert launched == ["01_first", "02_second"]
    assert result.published
    assert sorted(tiny.published()) == [
        "data/processed/tiny/2026Q2/findings.json",
        "data/processed/tiny/2026Q2/manifest.json",
        "data/processed/tiny/2026Q2/segments.parquet",
        "data/processed/tiny/canonical/orders.parquet",
        "data/processed/tiny/private/rejected_text.parquet",
        "reports/index.html",
        "reports/tiny/2026Q2/01_first.html",
        "reports/tiny/2026Q2/02_second.html",
        "reports/tiny/2026Q2/index.html",
        "reports/tiny/2026Q2/manifest.json",
    ]


def test_pages_carry_the_run_id_in_place_of_its_mark(tiny, launched):
    result, _ = tiny.run()

    page = (tiny.reports / "01_first.html").read_text()
    assert result.run_id in page and "@run-id@" not in page
    assert result.run_id in (tiny.reports / "index.html").read_text()


def test_private_tables_are_published_for_their_owner_alone(tiny, launched):
    tiny.run()

    assert (tiny.processed / "private").stat().st_mode & 0o077 == 0


def test_private_tables_of_a_quarter_are_published_apart_for_their_owner_alone(tiny, launched):
    tiny.chapter("02_second", "`orders`", "`segments`, `details`", "2 + 2")

    tiny.run_quarters("2026Q1", "2026Q2")
    again = tiny.run_quarters("2026Q1", "2026Q2")

    folders = [tiny.processed / f"private_{period}" for period in ("2026Q1", "2026Q2")]
    first, second = ((folder / "details.parquet").read_bytes() for folder in folders)
    assert first != second
    assert not any(folder.stat().st_mode & 0o077 for folder in folders)
    # One quarter does not undo the other: nothing is done again.
    assert len(launched) == 4 and not any(result.published for result in again)


def test_nothing_runs_and_nothing_is_said_when_nothing_changed(tiny, launched):
    first, _ = tiny.run()
    before = tiny.reports.stat().st_ino
    launched.clear()

    second, said = tiny.run()

    assert (launched, said, second.published) == ([], [], False)
    assert second.run_id == first.run_id
    assert tiny.reports.stat().st_ino == before


def test_a_moved_time_without_another_content_runs_nothing(tiny, launched):
    tiny.run()
    launched.clear()
    for path in [*tiny.notebooks.iterdir(), *tiny.raw.iterdir()]:
        os.utime(path, (1e9, 1e9))

    result, _ = tiny.run()

    assert launched == [] and not result.published


def test_an_edited_notebook_runs_itself_and_leaves_what_does_not_depend_on_it(tiny, launched):
    tiny.run()
    launched.clear()
    append(tiny.notebooks / "02_second.ipynb", "1")

    result, said = tiny.run()

    assert launched == ["02_second"] and result.published
    assert said[0] == "2026Q2 02_second        running (changed: 02_second.ipynb)"
    assert "  01_first          unchanged  0 findings" in said


def test_a_new_export_runs_the_first_chapter_and_stops_where_tables_stay_the_same(tiny, launched):
    tiny.run()
    launched.clear()
    (tiny.raw / "orders.csv").write_text("a\n2\n")

    result, _ = tiny.run()

    assert launched == ["01_first"] and result.published


def test_a_changed_table_runs_the_chapters_that_read_it(tiny, launched):
    tiny.run()
    launched.clear()

    tiny.run(given=["01_first.size=6"])

    assert launched == ["01_first", "02_second"]


def test_another_parameter_runs_only_the_chapters_that_are_given_it(tiny, launched):
    tiny.run()
    launched.clear()

    _, said = tiny.run(given=["02_second.word=b"])

    assert launched == ["02_second"]
    assert "2026Q2 02_second        running (other parameters)" in said


def test_an_altered_build_is_made_again(tiny, launched):
    tiny.run()
    launched.clear()
    (tiny.work / "2026Q2" / "tables" / "segments.parquet").unlink()

    _, said = tiny.run()

    assert launched == ["02_second"]
    assert "2026Q2 02_second        running (what it made is gone or altered)" in said


def test_an_export_without_a_declaration_is_refused_before_anything_runs(tiny, launched):
    (tiny.raw / "stray.csv").write_text("a\n")

    with pytest.raises(ValueError, match="stray.csv is not declared"):
        tiny.run()

    assert launched == []


@pytest.mark.parametrize("name", ["01_first.html", "manifest.json", "index.html"])
def test_a_deleted_or_altered_report_is_published_again_without_running(tiny, launched, name):
    tiny.run()
    good = tiny.published()
    launched.clear()
    (tiny.reports / name).write_text("altered")

    altered, _ = tiny.run()
    (tiny.reports / name).unlink()
    deleted, _ = tiny.run()

    assert launched == [] and altered.published and deleted.published
    assert tiny.published() == good


def test_a_deleted_list_of_runs_is_written_again(tiny, launched):
    tiny.run()
    (tiny.root / "reports" / "index.html").unlink()

    tiny.run()

    assert (tiny.root / "reports" / "index.html").exists()


def test_a_removed_chapter_leaves_the_reports(tiny, launched):
    tiny.run()
    (tiny.notebooks / "02_second.ipynb").unlink()

    tiny.run()

    assert not (tiny.reports / "02_second.html").exists()
    assert not (tiny.processed / "2026Q2" / "segments.parquet").exists()


def test_a_failed_chapter_keeps_the_last_good_reports_and_what_was_done_before_it(tiny, launched):
    tiny.run()
    good = tiny.published()
    append(tiny.notebooks / "01_first.ipynb", "1")
    append(tiny.notebooks / "02_second.ipynb", "FAIL = 1")

    with pytest.raises(ChapterFailed, match="02_second failed"):
        tiny.run()
    launched.clear()
    with pytest.raises(ChapterFailed):
        tiny.run()

    assert tiny.published() == good
    assert launched == ["02_second"]


def test_a_notebook_edited_while_it_runs_is_run_again(tiny, launched, monkeypatch):
    usual = session.launch

    def edit_once(request, step, **limits):
        made = usual(request, step, **limits)
        if launched == ["01_first"]:
            append(tiny.notebooks / "01_first.ipynb", "1")
        return made

    monkeypatch.setattr(session, "launch", edit_once)

    tiny.run()
    again, _ = tiny.run()

    assert launched == ["01_first", "01_first", "02_second"]
    assert again.ran == []


def test_chapters_that_do_not_need_each_other_run_at_once(tiny, launched, monkeypatch):
    tiny.chapter("03_third", "`orders`", "`values`", "pass")
    usual, met = session.launch, threading.Barrier(2, timeout=20)

    def meet_the_other(request, step, **limits):
        if step.chapter.name != "01_first":
            met.wait()
        return usual(request, step, **limits)

    monkeypatch.setattr(session, "launch", meet_the_other)

    result, said = tiny.run(workers=2)

    assert result.published
    assert launched[0] == "01_first" and sorted(launched[1:]) == ["02_second", "03_third"]
    assert said[-1].startswith("3 of 3 chapters ran in ") and "with 2 workers" in said[-1]


def test_on_a_terminal_only_the_summary_stays(tiny, launched):
    said: list[str] = []

    session.run([tiny.request()], on_terminal=True, say=said.append)

    assert [line[:10] for line in said[:3]] == ["2026Q2", "  01_first", "  02_secon"]
    assert len(said) == 4 and said[-1].startswith("2 of 2 chapters ran in ")


def test_two_workers_publish_the_same_bytes_as_one(tiny, launched):
    tiny.chapter("03_third", "`orders`", "`values`", "pass")
    tiny.run(workers=1)
    alone = tiny.published()
    for folder in ("data/processed", "reports"):
        shutil.rmtree(tiny.root / folder)

    tiny.run(workers=2)

    assert tiny.published() == alone


def test_a_chapter_beside_a_failed_one_is_seen_to_its_end_and_not_repeated(
    tiny, launched, monkeypatch
):
    tiny.chapter("03_third", "`orders`", "`values`", "pass")
    append(tiny.notebooks / "02_second.ipynb", "FAIL = 1")
    usual, failed = session.launch, threading.Event()

    def end_after_the_failure(request, step, **limits):
        if step.chapter.name == "03_third":
            assert failed.wait(20)
        try:
            return usual(request, step, **limits)
        except ChapterFailed:
            failed.set()
            raise

    monkeypatch.setattr(session, "launch", end_after_the_failure)
    with pytest.raises(ChapterFailed, match="02_second failed"):
        tiny.run(workers=2)
    tiny.chapter("02_second", "`orders`", "`segments`", "pass")
    launched.clear()

    tiny.run(workers=2)

    assert launched == ["02_second"]


def test_quarters_are_published_in_order_and_the_later_reads_the_earlier(tiny, launched):
    tiny.chapter("02_second", "`orders`, `segments@previous`?", "`segments`", "pass")

    together = tiny.run_quarters("2026Q1", "2026Q2")
    again = tiny.run_quarters("2026Q1", "2026Q2")
    alone, _ = tiny.run()

    assert sorted(launched) == ["01_first", "01_first", "02_second", "02_second"]
    assert [result.published for result in together] == [True, True]
    assert [result.ran for result in again] == [[], []]
    assert alone.run_id == together[1].run_id and not alone.published


def test_a_quarter_that_fails_leaves_the_one_before_it_published(tiny, launched, monkeypatch):
    tiny.chapter("02_second", "`orders`, `segments@previous`?", "`segments`", "pass")
    usual = session.launch

    def fail_in_the_later(request, step, **limits):
        if step.task == "2026Q2/02_second":
            raise ChapterFailed("02_second failed")
        return usual(request, step, **limits)

    monkeypatch.setattr(session, "launch", fail_in_the_later)
    with pytest.raises(ChapterFailed):
        tiny.run_quarters("2026Q1", "2026Q2")

    assert (tiny.processed / "2026Q1" / "segments.parquet").exists()
    assert not tiny.reports.exists()


def test_the_plan_of_two_quarters_says_what_hangs_on_the_earlier_one(tiny, launched):
    tiny.chapter("02_second", "`orders`, `segments@previous`?", "`segments`", "pass")
    tiny.run_quarters("2026Q1", "2026Q2")
    said: list[str] = []
    requests = [tiny.request(period=name, given=["02_second.size=6"]) for name in ("2026Q1",)]

    session.explain([*requests, tiny.request()], said.append)

    assert said == [
        "2026Q1 01_first         unchanged",
        "2026Q1 02_second        other parameters",
        "2026Q2 01_first         unchanged",
        "2026Q2 02_second        if 2026Q1 changes a table",
    ]


def test_drafts_survive_publishing(tiny, launched):
    tiny.run()
    draft = tiny.processed / "2026Q2" / ".draft" / "segments.parquet"
    tiny.write(draft, "an analyst's draft")

    tiny.run(given=["02_second.word=b"])

    assert draft.read_text() == "an analyst's draft"


def test_a_draft_written_while_folders_are_swapped_joins_the_older_ones(tiny, launched):
    old, new = tiny.root / ".reports.incoming" / ".draft", tiny.root / "reports" / ".draft"
    for folder, name, text in ((old, "a", "old"), (old, "b", "old"), (new, "b", "new")):
        tiny.write(folder / name, text)

    publish._carry_drafts(tiny.root / "reports")

    assert {path.name: path.read_text() for path in new.iterdir()} == {"a": "old", "b": "new"}


def test_the_same_inputs_give_the_same_bytes_in_another_folder(tiny, launched, monkeypatch):
    tiny.run()
    first = tiny.published()
    other = tiny.root / "other"
    for name in ("data/raw", "notebooks"):
        shutil.copytree(tiny.root / name, other / name)
    monkeypatch.setenv("HELPERS_ROOT", str(other))
    monkeypatch.setenv("HELPERS_NOTEBOOKS", str(other / "notebooks"))

    tiny.run()

    manifest = "reports/tiny/2026Q2/manifest.json"
    assert (other / manifest).read_bytes() == first[manifest]


def test_the_manifest_says_what_was_read_and_what_was_made(tiny, launched):
    result, _ = tiny.run(given=["02_second.size=7"])

    manifest = json.loads((tiny.reports / "manifest.json").read_text())
    assert manifest["run_id"] == result.run_id
    assert (manifest["company"], manifest["period"], manifest["complete"]) == (
        "tiny", "2026Q2", True
    )  # fmt: skip
    assert manifest["inputs"]["data/raw/tiny/orders.csv"]["size"] == 4
    assert manifest["tables"]["segments"]["rows"] == 7
    assert manifest["parameters"]["01_first"]["size"] == 5
    assert set(manifest["reports"]) == {"01_first.html", "02_second.html", "index.html"}
    assert [chapter["status"] for chapter in manifest["chapters"]] == ["published"] * 2


def test_what_the_period_before_published_is_an_input_of_the_next(tiny, launched):
    reads = "`orders`, `segments@previous`?"
    tiny.chapter("02_second", reads, "`segments`", "pass")
    alone, _ = tiny.run()
    launched.clear()

    tiny.run(period="2026Q1")
    with_parent, _ = tiny.run()

    assert launched == ["01_first", "02_second", "02_second"]
    assert with_parent.run_id != alone.run_id


def test_the_plan_says_what_a_run_would_do_and_why(tiny, launched):
    said: list[str] = []

    session.explain([tiny.request()], said.append)
    tiny.run()
    append(tiny.notebooks / "01_first.ipynb", "1")
    session.explain([tiny.request()], said.append)

    assert said == [
        "2026Q2 01_first         not done yet",
        "2026Q2 02_second        not done yet",
        "2026Q2 01_first         changed: 01_first.ipynb",
        "2026Q2 02_second        if 01_first changes a table",
    ]


def test_a_run_with_another_key_than_before_is_refused_and_changes_nothing(
    tiny, launched, monkeypatch
):
    tiny.run()
    before = tiny.published()
    monkeypatch.setattr(session, "key_id", lambda: "another")

    with pytest.raises(PrivacyError, match="key has changed") as refusal:
        tiny.run()

    assert refusal.value.exit_code == 6
    assert tiny.published() == before
    with pytest.raises(PrivacyError, match="key has changed"):
        session.explain([tiny.request()])


def test_a_run_in_the_middle_of_forgetting_somebody_is_refused(tiny, launched):
    forgotten.journal_file("tiny").parent.mkdir(parents=True)
    forgotten.journal_file("tiny").write_text("{}")

    with pytest.raises(PrivacyError, match="--resume"):
        tiny.run()

    assert launched == []


def test_a_new_name_on_the_list_of_the_forgotten_makes_the_exports_be_read_again(tiny, launched):
    tiny.run()
    launched.clear()

    forgotten.remember("tiny", ["somebody"])
    tiny.run()

    assert "01_first" in launched
