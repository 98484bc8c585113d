from types import SimpleNamespace

import pyarrow.parquet as pq
import pytest

from helpers.demo import write_demo
from helpers.demo.history import simulate_history
from helpers.demo.sources import simulate_traces
from helpers.workspace import paths

CUSTOMERS, SEED = 1500, 11


@pytest.fixture(scope="session")
def history():
    """The history of a middling company; no test changes it."""
    return simulate_history(CUSTOMERS, SEED)


@pytest.fixture(scope="session")
def traces(history):
    """What that company's customers left in other systems; no test changes it."""
    return simulate_traces(history)


@pytest.fixture(scope="session")
def large():
    """The history of a company large enough to see planted effects; no test changes it."""
    return simulate_history(40_000, 11)


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The same company written to disk: its raw folder, and the truth by table."""
    root = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(paths.ROOT_VARIABLE, str(root))
        write_demo(customers=CUSTOMERS, seed=SEED)
        raw, truth = paths.raw("demo"), paths.truth("demo")
    tables = {path.stem: pq.read_table(path).to_pandas() for path in truth.glob("*.parquet")}
    return SimpleNamespace(raw=raw, **tables)


@pytest.fixture
def root(tmp_path, monkeypatch):
    """An empty workspace of the test's own."""
    monkeypatch.setenv(paths.ROOT_VARIABLE, str(tmp_path))
    return tmp_path
