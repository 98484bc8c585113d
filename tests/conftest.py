"""One workspace for all tests, in a temporary folder; its demo is built once, when needed."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

KEY = "a-key-for-tests-only-it-keeps-no-secret"


def pytest_configure(config):
    """Point the workspace at a folder of this test run, before any worker starts."""
    if hasattr(config, "workerinput"):
        return
    folder = tempfile.mkdtemp(prefix="helpers-tests-")
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    os.environ |= {"HELPERS_ROOT": folder, "HELPERS_KEY": KEY, "HELPERS_TESTS": folder}


def pytest_collection_modifyitems(items):
    """Build the demo before the cells of chapters run: they ask for no fixture."""
    if any(type(item).__name__ == "IPyNbCell" for item in items):
        built_demo()


def built_demo() -> Path:
    """Return the workspace with the demo's published quarter, built by whoever asks first."""
    root = Path(os.environ["HELPERS_TESTS"])
    with (root / "building").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (root / "built").exists():
            environment = os.environ | {"HELPERS_ROOT": str(root)}
            for command in (["demo"], ["run", "--company", "demo", "--period", "2026Q3"]):
                subprocess.run(
                    [sys.executable, "-m", "helpers", *command], check=True, env=environment
                )
            (root / "built").touch()
    return root


@pytest.fixture(scope="session")
def demo() -> Path:
    """The root of a workspace in which the demo's third quarter of 2026 is published."""
    return built_demo()


@pytest.fixture
def own_root(tmp_path, monkeypatch) -> Path:
    """An empty workspace of one test alone."""
    monkeypatch.setenv("HELPERS_ROOT", str(tmp_path))
    return tmp_path
