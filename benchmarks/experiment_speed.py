"""Seconds of adding up an experiment of 10,000,000 users and 5 metrics, beside a bare scan.

Planted users in two arms as one Parquet file: five metrics, and for each what it was before. The
bare scan adds up the same columns, without arms and squares. Timed apart are the look for
users who stand in the log twice or in both arms, and the limit at which large amounts are cut.

Run as ``python -m benchmarks experiment_speed [users]``. The bar is 3 times the bare scan.
"""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

USERS, REPEATS, BAR = 10_000_000, 3, 3.0
METRICS = ("orders", "spend", "visits", "clicks", "items")


def write_users(users: int, path: Path) -> None:
    """Write planted users, a million at a time."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    rng, writer = np.random.default_rng(1), None
    for start in range(0, users, 1_000_000):
        some = min(1_000_000, users - start)
        pace = rng.gamma(1.0, 1.0, some)
        columns = {
            "customer_id": pa.array(np.char.mod("u%09d", np.arange(start, start + some))),
            "arm": pa.array(np.where(rng.random(some) < 0.5, "new", "control")),
        }
        for when in ("", "_before"):
            for name in METRICS:
                counts = rng.poisson(pace).astype(float)
                money = np.round(counts * rng.gamma(2.0, 20.0, some), 2)
                columns[name + when] = pa.array(money if name == "spend" else counts)
        table = pa.table(columns)
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table, row_group_size=122_880)
    writer.close()


def seconds(*works: Callable[[], object]) -> list[tuple[float, float]]:
    """Return the least wall and processor time of each work, done in turn a few times."""
    taken = [[] for _ in works]
    for _ in range(REPEATS):
        for times, work in zip(taken, works, strict=True):
            start = time.perf_counter(), time.process_time()
            work()
            times.append((time.perf_counter() - start[0], time.process_time() - start[1]))
    return [tuple(map(min, zip(*times, strict=True))) for times in taken]


def main(users: str = "") -> None:
    """Print seconds of the bare scan, of the pass for moments, and of the checks."""
    with tempfile.TemporaryDirectory(prefix="helpers-bench-") as folder:
        os.environ["HELPERS_ROOT"] = folder
        path = Path(folder) / "users.parquet"
        write_users(int(users or USERS), path)
        _measure(path)


def _measure(path: Path) -> None:
    from helpers.experiments.moments import moments
    from helpers.workspace import engine
    from helpers.workspace.settings import settings

    settings.cache_clear()
    table = engine.scan(path)
    plain = [(name, None) for name in METRICS]
    beside = [(name, f"{name}_before") for name in METRICS]
    for told, pairs in (("5 metrics", plain), ("5 metrics, each with what was before", beside)):
        columns = sorted({column for pair in pairs for column in pair if column})
        bare, ours = seconds(
            lambda c=columns: table.agg(**{n: table[n].sum() for n in c}).to_pandas(),
            lambda p=pairs: moments(table, p),
        )
        print(f"{told}, wall (processor): bare scan {bare[0]:.2f} s ({bare[1]:.2f}), moments "
              f"{ours[0]:.2f} s ({ours[1]:.2f}): {ours[0] / bare[0]:.1f} times "
              f"({ours[1] / bare[1]:.1f}; bar {BAR})", flush=True)  # fmt: skip
    twice, limit = seconds(
        lambda: _doubles(table), lambda: table.agg(at=table.spend.quantile(0.99)).to_pandas()
    )
    print(f"who stands twice or in both arms: {twice[0]:.2f} s ({twice[1]:.2f}); limit of large "
          f"amounts: {limit[0]:.2f} s ({limit[1]:.2f})", flush=True)  # fmt: skip


def _doubles(table):
    again = table.group_by("customer_id").agg(rows=table.count(), arms=table.arm.nunique())
    return again.agg(repeated=(again.rows > 1).sum(), crossed=(again.arms > 1).sum()).to_pandas()
