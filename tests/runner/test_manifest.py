import pyarrow as pa
from pyarrow import parquet

from helpers.runner import manifest
from helpers.runner.hashes import Hashes
from helpers.runner.json_files import write_json
from helpers.runner.steps import steps_of

BECAME = {"status": "published", "reads": [], "writes": [], "findings": 0}


def make(tiny, **done):
    request = tiny.request()
    became = {chapter.name: BECAME for chapter in request.chapters} | done
    return manifest.make_manifest(
        request, steps_of(request, "key"), became, run_id="abc", key_id="key",
        hashes=Hashes(tiny.work / "hashes.json"),
    )  # fmt: skip


def test_the_rows_of_each_raw_file_are_accounted_for(tiny):
    tiny.write(tiny.contracts / "intake_ledger.toml", 'area = "canonical"\n')
    ledger = {"file": ["orders.csv"], "rows_in": [9], "accepted": [4], "continuation": [3],
              "repeated": [1], "rejected": [1], "note": ["a"]}  # fmt: skip
    path = tiny.work / "canonical" / "intake_ledger.parquet"
    path.parent.mkdir(parents=True)
    parquet.write_table(pa.table(ledger), path)

    made = make(tiny, **{"01_first": BECAME | {"writes": ["intake_ledger"]}})

    assert made["files"] == {
        "orders.csv": {"rows_in": 9, "accepted": 4, "continuation": 3, "repeated": 1, "rejected": 1}
    }
    assert made["tables"]["intake_ledger"]["rows"] == 1


def test_the_findings_of_all_chapters_come_in_reading_order(tiny):
    for name in ("02_second", "01_first"):
        write_json(tiny.work / "2026Q2" / "findings" / f"{name}.json", [{"chapter": name}])

    made = make(tiny)

    assert [finding["chapter"] for finding in made["findings"]] == ["01_first", "02_second"]


def test_each_chapter_is_noted_with_the_personal_fields_of_what_it_used(tiny):
    personal = 'area = "private"\n[columns]\ntext = { type = "text", personal = true }\n'
    tiny.write(tiny.contracts / "rejected_text.toml", personal)

    used = BECAME | {"reads": ["orders", "rejected_text@previous"]}
    made = make(tiny, **{"01_first": used})

    assert [chapter["personal"] for chapter in made["chapters"]] == [
        {"rejected_text": ["text"]},
        {},
    ]


def test_a_chapter_that_did_not_run_says_what_it_lacks(tiny):
    made = make(tiny, **{"02_second": BECAME | {"status": "missing", "missing": ["orders"]}})

    assert made["chapters"][1]["missing"] == ["orders"]


def test_versions_are_told_and_no_clock_is(tiny):
    first, second = make(tiny), make(tiny)

    assert first == second
    assert {"python", "pandas", "duckdb", "papermill"} <= set(first["versions"])
