"""Columns and companies written by hand, small enough to count."""

import pytest

from helpers.intake.proposing.columns import gather
from helpers.workspace import paths


@pytest.fixture
def column():
    """A column of these cells; the first stands on line 2, below its header."""

    def make(*cells, name="day"):
        return gather([name], [(line, [cell]) for line, cell in enumerate(cells, start=2)]).columns[
            name
        ]

    return make


@pytest.fixture
def company(root):
    """Write files of a company named acme; bytes as they are, text as UTF-8."""

    def write(**files):
        folder = paths.raw("acme")
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return write
