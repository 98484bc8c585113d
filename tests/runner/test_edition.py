import json

from helpers.runner import edition
from helpers.runner.hashes import Hashes


def test_an_edition_stands_while_every_file_and_the_list_of_runs_are_there(tiny, launched):
    result, _ = tiny.run()
    request = tiny.request()

    def stands(run_id=result.run_id):
        return edition.stands(request, run_id, Hashes(tiny.root / "none.json"))

    assert stands() and not stands("another")
    (tiny.root / "reports" / "index.html").unlink()
    assert not stands()


def test_the_index_page_is_where_a_reader_begins(tiny):
    assert edition.index_page(tiny.request()) == tiny.reports / "index.html"


def test_mending_clears_away_what_a_killed_run_prepared_in_any_of_its_quarters(tiny, launched):
    requests = [tiny.request(period=name) for name in ("2026Q1", "2026Q2")]
    left = [folder.with_name(f".{folder.name}.incoming") for request in requests
            for folder in edition.folders(request)]  # fmt: skip
    for folder in left:
        folder.mkdir(parents=True, exist_ok=True)

    edition.mend(requests, Hashes(tiny.root / "none.json"))

    assert not any(folder.exists() for folder in left)


def test_cards_that_a_chapter_made_are_published_beside_the_pages(tiny):
    tiny.chapter(
        "02_second", "`orders`, `contacts`?", "`segments`",
        'write(f"{period}/tables/segments.parquet", 3)',
        'from pathlib import Path\nPath(stage / period / "cards").mkdir(exist_ok=True)\n'
        '(stage / period / "cards" / "02_second.json").write_text(\'{"cards": []}\')',
        'close("02_second", ["orders"], ["segments"])',
    )  # fmt: skip

    tiny.run()

    manifest = json.loads((tiny.reports / "manifest.json").read_text("utf-8"))
    assert json.loads((tiny.reports / edition.CARDS).read_text("utf-8")) == {"cards": []}
    assert edition.CARDS in manifest["reports"]


def test_a_run_without_cards_publishes_none(tiny, launched):
    tiny.run()

    assert not (tiny.reports / edition.CARDS).exists()
