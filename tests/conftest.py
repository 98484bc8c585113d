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


class Reader:
    """Somebody who works out, from all that is published, how large unknown groups can be."""

    def __init__(self) -> None:
        self.groups: dict[object, tuple[float, float | None]] = {}
        self.sums: list[tuple[set, set, float, float]] = []

    def learns(self, group, low=0, high=None):
        """Take a group's size as lying between two numbers, as far as it is known."""
        known, end = self.groups.get(group, (0, None))
        ends = [one for one in (end, high) if one is not None]
        self.groups[group] = (max(low, known), min(ends) if ends else None)

    def adds_up(self, groups, low, high, *, less=()):
        """Take the sizes of some groups, less those of others, as lying between two numbers."""
        self.sums.append((set(groups), set(less), low, high))

    def range_of(self, *groups):
        """Return the smallest and the largest size that some groups can have together."""
        from scipy.optimize import linprog

        names = list(self.groups)
        rows = [[(n in some) - (n in less) for n in names] for some, less, _, _ in self.sums]
        upper = rows + [[-one for one in row] for row in rows]
        limits = [high for *_, high in self.sums] + [-low for *_, low, _ in self.sums]
        aim = [float(name in set(groups)) for name in names]
        ends = []
        for sign in (1, -1):
            solved = linprog(
                [sign * one for one in aim], A_ub=upper or None, b_ub=limits or None,
                bounds=[self.groups[name] for name in names],
            )  # fmt: skip
            assert solved.status in (0, 3), solved.message
            ends.append(sign * solved.fun if solved.status == 0 else float("inf"))
        return ends[0], ends[1]


@pytest.fixture(scope="session")
def reader() -> type[Reader]:
    """The kind of reader against whom groups are withheld."""
    return Reader
