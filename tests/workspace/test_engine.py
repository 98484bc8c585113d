import hashlib
import os
import subprocess
import sys

import pandas as pd
import pytest

from helpers.workspace import engine, paths
from helpers.workspace.settings import settings

WRITE = """
import numpy as np, pandas as pd
from pathlib import Path
from helpers.workspace import contracts, engine, tables
rng = np.random.default_rng(5)
n = 300_000
frame = pd.DataFrame({"file": "orders.csv", "line": rng.permutation(n) + 1,
                      "rule": rng.choice(["ragged_row", "impossible_date"], n), "column": None})
tables.write_table(frame, contracts.load("rejected"), Path("rejected.parquet").absolute())
"""


def setting(name):
    return engine.connection().raw_sql(f"SELECT current_setting('{name}')").fetchone()[0]


def test_the_engine_works_in_utc_with_the_threads_and_memory_that_are_set(monkeypatch):
    monkeypatch.setenv("HELPERS_THREADS", "1")
    monkeypatch.setenv("HELPERS_MEMORY_LIMIT", "1GiB")
    settings.cache_clear()

    told = {name: setting(name) for name in ("TimeZone", "threads", "memory_limit")}

    assert told == {"TimeZone": "UTC", "threads": 1, "memory_limit": "1.0 GiB"}


def test_the_engine_reads_nothing_outside_the_workspace(tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "table.parquet"
    pd.DataFrame({"a": [1]}).to_parquet(outside)

    with pytest.raises(Exception, match="Permission"):
        engine.scan(outside).to_pandas()


def test_the_engine_downloads_no_extension():
    assert not setting("autoinstall_known_extensions")
    assert not setting("enable_external_access")


def test_a_new_root_gets_a_connection_of_its_own(tmp_path, monkeypatch):
    first = engine.connection()
    monkeypatch.setenv(paths.ROOT_VARIABLE, str(tmp_path / "other"))

    second = engine.connection()

    assert first is not second and second is engine.connection()


def test_a_value_of_the_wrong_type_is_refused_without_being_shown(root):
    texts = engine.in_memory(pd.DataFrame({"a": ["Anna Secret"]}))

    with pytest.raises(ValueError, match="table 'orders': a value does not fit") as caught:
        engine.write(texts.select(a=texts.a.cast("int64")), root / "x.parquet", "orders")

    assert "Secret" not in str(caught.value)


def test_one_and_two_threads_write_the_same_bytes(tmp_path):
    digests = set()
    for threads in ("1", "2"):
        folder = tmp_path / threads
        folder.mkdir()
        environment = os.environ | {"HELPERS_THREADS": threads, paths.ROOT_VARIABLE: str(folder)}
        subprocess.run([sys.executable, "-c", WRITE], cwd=folder, env=environment, check=True)
        digests.add(hashlib.sha256((folder / "rejected.parquet").read_bytes()).hexdigest())

    assert len(digests) == 1
