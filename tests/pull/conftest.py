"""A workspace of each test's own, and the systems that it pulls from."""

import gzip
import json
from contextlib import ExitStack
from datetime import date

import pytest
import systems
from loopback import serving

from helpers.pull import pulling
from helpers.workspace import paths

DAY = date(2026, 10, 5)


@pytest.fixture(autouse=True)
def root(tmp_path, monkeypatch):
    """An empty workspace, no secret of this machine, and no waiting."""
    monkeypatch.setenv(paths.ROOT_VARIABLE, str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data" / "raw" / "acme").mkdir(parents=True)
    return tmp_path


@pytest.fixture(autouse=True)
def waits(monkeypatch):
    """The seconds that a pull would have waited, in the order in which it would have."""
    waited = []
    monkeypatch.setattr("time.sleep", waited.append)
    monkeypatch.setattr("os.fsync", lambda handle: None)  # the disk may take its time
    return waited


@pytest.fixture
def declare(root):
    """Write the company's pull.toml and return its folder."""

    def write(text):
        folder = paths.raw("acme")
        (folder / "pull.toml").write_text(text, encoding="utf-8")
        return folder

    return write


class Source:
    """A system that is served and declared, and what was pulled from it."""

    def __init__(self, system, served):
        self.system, self.served = system, served

    def pull(self, day=DAY):
        return pulling.pull("acme", received=day)

    def fill(self, count, moment=None):
        kind = self.system.kind
        self.system.records[kind] = [self.system.record(n, moment) for n in range(count)]

    def delivered(self, file=None, folder=str(DAY)):
        """Return the records of a delivered file, numbers as text."""
        path = paths.raw("acme") / folder / f"{file or self.system.file}.jsonl.gz"
        lines = gzip.decompress(path.read_bytes()).decode().splitlines()
        return [json.loads(line, parse_int=str, parse_float=str) for line in lines]

    def keys(self, **where):
        return sorted(self.system.id(record) for record in self.delivered(**where))


@pytest.fixture
def source(monkeypatch, declare):
    """Serve and declare a system by its name: zoho, fxiaoke, mailchimp, shopify or ga4."""
    with ExitStack() as stack:

        def start(name, records=7):
            system = systems.SYSTEMS[name]()
            made = Source(system, stack.enter_context(serving(system)))
            made.fill(records)
            for variable, value in system.env.items():
                monkeypatch.setenv(variable, value)
            declare(system.toml())
            return made

        yield start
