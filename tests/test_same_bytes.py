"""Same inputs, same bytes: whatever the folder, and however many threads."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def helpers(root, *words, threads):
    environment = os.environ | {"HELPERS_ROOT": str(root), "HELPERS_THREADS": str(threads)}
    subprocess.run([sys.executable, "-m", "helpers", *words], env=environment, check=True)


def published(root: Path) -> dict[str, bytes]:
    """Every table and page that a run publishes, by its place below the workspace."""
    found = [*(root / "reports").rglob("*"), *(root / "data/processed/demo").rglob("*.parquet")]
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in found
        if path.is_file() and not any(part.startswith(".") for part in path.parts)
    }


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """The demo's quarter made in another folder, with one thread instead of two."""
    root = tmp_path_factory.mktemp("elsewhere")
    helpers(root, "demo", threads=1)
    helpers(root, "run", "--company", "demo", "--period", "2026Q3", threads=1)
    return root


def test_two_folders_and_other_threads_give_identical_tables_and_pages(demo, elsewhere):
    here, there = published(demo), published(elsewhere)

    assert here.keys() == there.keys()
    assert [name for name in here if here[name] != there[name]] == []
    assert sum(name.endswith(".html") for name in here) >= 4
    assert sum(name.endswith(".parquet") for name in here) >= 12
