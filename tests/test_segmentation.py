"""Chapter 05 as its readers meet it: run by itself, in the runner, and on a real retailer."""

import os
import subprocess
import sys

import pandas as pd
import pytest

from helpers.workspace import paths


def papermill(folder, *parameters, root):
    """Run the chapter as an analyst would from the command line."""
    notebook = paths.NOTEBOOKS / "05_segmentation.ipynb"
    options = [part for name, value in parameters for part in ("-p", name, value)]
    return subprocess.run(
        [sys.executable, "-m", "papermill", str(notebook), str(folder / "out.ipynb"), *options],
        env=os.environ | {"HELPERS_ROOT": str(root)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_chapter_runs_by_itself_and_writes_drafts_only(demo, tmp_path):
    published = demo / "data/processed/demo/2026Q3/segments.parquet"
    before = published.read_bytes()

    done = papermill(tmp_path, ("earlier_snapshots", "2"), root=demo)

    assert done.returncode == 0, done.stderr[-2000:]
    assert published.read_bytes() == before
    draft = pd.read_parquet(published.parent / ".draft" / "segments.parquet")
    assert draft["snapshot_day"].nunique() == 3


def test_a_missing_table_names_the_command_that_makes_it(demo, tmp_path):
    done = papermill(tmp_path, ("period", "2026Q2"), root=demo)

    assert done.returncode != 0
    assert "make reports COMPANY=demo PERIOD=2026Q2" in done.stderr


def test_the_published_segments_hold_each_customer_once_a_day(demo):
    segments = pd.read_parquet(demo / "data/processed/demo/2026Q3/segments.parquet")

    assert not segments.duplicated(["customer_id", "snapshot_day"]).any()
    assert segments["snapshot_day"].nunique() == 9
    assert {"high", "mid", "low", "zero", "potential"} == set(segments["spend_tier"])


@pytest.mark.parametrize("name", ["05_segmentation.html", "01_cleaning.html", "index.html"])
def test_the_published_pages_ask_nothing_of_the_network(demo, name):
    page = (demo / "reports/demo/2026Q3" / name).read_text(encoding="utf-8")

    for attribute in ('src="http', 'href="http', "url(http", "@import", 'src="//', 'href="//'):
        assert attribute not in page
