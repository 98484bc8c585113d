import json

import pytest

from helpers.reporting import findings, index
from helpers.reporting.findings import Claim
from helpers.reporting.wording import Wording


@pytest.fixture
def manifest(run):
    claim = Claim(number=0.766, lower=0.741, upper=0.789, n=5839, table="segments", unit="percent")
    finding = findings.make(
        "share", "trial.claim", claim, {}, "05_segmentation", Wording("en", "GBP")
    )
    return {
        **run,
        "company": "demo",
        "language": "en",
        "chapters": [
            {"name": "01_cleaning", "question": "Trust?", "status": "published", "findings": 0},
            {"name": "05_segmentation", "question": "Alike?", "status": "published", "findings": 1},
            {"name": "06_value", "question": "Worth?", "status": "missing", "findings": 0},
        ],
        "findings": [finding],
    }


def publish(reports, manifest, **changes):
    made = {**manifest, **changes}
    folder = reports / made["company"] / made["period"]
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps(made), encoding="utf-8")
    return folder


def test_a_quarters_index_shows_each_finding_with_the_way_to_its_chapter(tmp_path, manifest):
    folder = publish(tmp_path, manifest)

    index.write_period_index(folder)

    page = (folder / "index.html").read_text(encoding="utf-8")
    link = '<a href="05_segmentation.html#finding-05_segmentation-share">Alike?</a>'
    assert link in page
    assert "The top fifth brings 76.6\xa0%." in page


def test_a_quarters_index_lists_every_chapter_with_its_state(tmp_path, manifest):
    index.write_period_index(tmp_path, manifest)

    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert '<a href="06_value.html">Worth?</a>' in page
    assert "data missing · 0 findings" in page
    assert "published · 1 finding<" in page


@pytest.mark.parametrize(("complete", "said"), [(True, False), (False, True)])
def test_a_quarter_that_is_not_over_is_marked(tmp_path, manifest, complete, said):
    index.write_period_index(tmp_path, {**manifest, "complete": complete})

    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert ("2026Q3 is not over yet" in page) is said


def test_all_runs_are_listed_by_company_newest_first(tmp_path, manifest):
    for company, period in [("demo", "2026Q2"), ("demo", "2026Q3"), ("atlas", "2025Q4")]:
        publish(tmp_path, manifest, company=company, period=period, title=company.title())

    index.write_runs_index(tmp_path)

    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    order = [page.index(f'href="{at}/index.html"')
             for at in ("atlas/2025Q4", "demo/2026Q3", "demo/2026Q2")]  # fmt: skip
    assert order == sorted(order)


def test_a_folder_that_is_being_put_in_place_is_not_listed(tmp_path, manifest):
    publish(tmp_path, manifest, period=".2026Q3.new")

    index.write_runs_index(tmp_path)

    assert "Nothing has been published yet." in (tmp_path / "index.html").read_text("utf-8")
