"""CPU time and memory of finding personas and segments, and how both grow with customers.

Synthetic customers of seven kinds and sixty columns of counts. Each number of customers
is worked on in a process of its own on one thread; what is measured is reading the acts through
the engine, chapter 04's model (find, place everybody, write and score it again), and of chapter
05 the groups, their rules, other choices and differences. The slope is that of the log of
seconds on the log of customers: 1 is linear, below 1 better.

Run as ``python -m benchmarks persona_speed [customers ...]``, by default for 10,000, 100,000 and
1,000,000; it writes into a temporary folder only.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

SIZES = (10_000, 100_000, 1_000_000)
DAY = date(2026, 9, 30)
MARKS = {"category": 12, "channel": 4, "platform": 2, "device": 3, "origin": 8, "time": 4,
         "weekday": 2, "season": 4, "code": 2, "offer": 2, "returned": 2, "opened": 2,
         "clicked": 2, "topic": 9, "price": 1, "basket": 1}  # fmt: skip
KINDS, CASES = 7, 5  # kinds of customers; cases of each block and half on average
AT_A_TIME = 50_000  # customers that are made at once


def make_acts(customers: int, path: Path) -> None:
    """Write the table `acts` of synthetic customers, a part at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rng = np.random.default_rng(1)
    tastes = {block: np.random.default_rng(place).dirichlet(np.full(marks, 0.7), KINDS)
              for place, (block, marks) in enumerate(MARKS.items())}  # fmt: skip
    writer = None
    for start in range(0, customers, AT_A_TIME):
        frame = _part(rng, tastes, start, min(AT_A_TIME, customers - start))
        table = pa.Table.from_pandas(frame, preserve_index=False)
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    writer.close()


def _part(rng, tastes: dict[str, np.ndarray], start: int, rows: int) -> pd.DataFrame:
    kind = rng.integers(0, KINDS, rows)
    who = np.array([f"c{number:08d}" for number in range(start, start + rows)])
    parts = []
    for half in (0, 1):
        for block, shares in tastes.items():
            parts.append(_block(rng, who, kind, half, block, shares))
    frame = pd.concat(parts, ignore_index=True)
    frame.insert(1, "snapshot_day", DAY)
    return frame.assign(recent_cases=frame["cases"] * 0.75, recent_total=frame["total"] * 0.75)


def _block(rng, who, kind, half: int, block: str, shares: np.ndarray) -> pd.DataFrame:
    cases = rng.poisson(CASES, len(who))
    if shares.shape[1] == 1:
        row = np.flatnonzero(cases)
        total = rng.normal(0.3 * (kind[row] % 3) * cases[row], np.sqrt(cases[row])).round(6)
        return _rows(who[row], half, block, np.full(len(row), "mean"), cases[row], total)
    counted = rng.multinomial(cases, shares[kind])
    row, mark = np.nonzero(counted)
    names = np.array([f"m{number:02d}" for number in range(shares.shape[1])])
    return _rows(who[row], half, block, names[mark], counted[row, mark], counted[row, mark])


def _rows(who, half: int, block: str, mark, cases, total) -> pd.DataFrame:
    return pd.DataFrame({
        "customer_id": who, "half": half, "block": block, "mark": mark,
        "cases": cases.astype("int64"), "total": total.astype(float),
    })  # fmt: skip


def steps(scored: pd.DataFrame, acts: Any) -> dict[str, Callable[[dict], Any]]:
    """Return what is measured, each step with what those before it left."""
    from helpers import segmentation
    from helpers.evidence.counts import counts_on
    from helpers.personas.model.finding import find_personas
    from helpers.personas.model.members import members_table, model_table, score

    ids = {label: f"p-{label}" for label in range(99)}
    return {
        "acts read": lambda done: counts_on(acts, DAY, scored["customer_id"], recent=True),
        "04 personas found": lambda done: find_personas(scored, done["acts read"], seed=1),
        "04 members": lambda done: members_table(done["04 personas found"], ids),
        "04 scored again": lambda done: score(
            model_table(done["04 personas found"], ids), scored, done["acts read"]
        ),
        "05 groups found": lambda done: segmentation.find_groups(
            scored, done["acts read"], seed=1
        ),
        "05 other choices": lambda done: segmentation.other_choices(
            done["05 groups found"], scored, done["acts read"], seed=1
        ),
    }


def worker(customers: int) -> None:
    """Measure one number of customers, and print CPU seconds and peak memory as JSON."""
    from helpers.workspace import engine

    with tempfile.TemporaryDirectory() as folder:
        os.environ["HELPERS_ROOT"] = folder
        path = Path(folder) / "acts.parquet"
        make_acts(customers, path)
        rng = np.random.default_rng(2)
        scored = pd.DataFrame({
            "customer_id": [f"c{number:08d}" for number in range(customers)],
            "recency_days": rng.integers(0, 900, customers),
            "frequency": rng.poisson(3, customers) + 1,
            "monetary": rng.gamma(2, 100, customers).round(2),
        })  # fmt: skip
        done, seconds = {}, {}
        for name, step in steps(scored, engine.scan(path)).items():
            before = time.process_time()
            done[name] = step(done)
            seconds[name] = time.process_time() - before
    found = done["04 personas found"].model.groups, done["05 groups found"].choice.groups
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(json.dumps({"seconds": seconds, "peak": peak, "found": found}))


def main(*sizes: str) -> None:
    """Print CPU seconds of each step, peak memory and the slope for growing numbers."""
    numbers = [int(text) for text in sizes] or list(SIZES)
    if os.environ.get("PERSONA_SPEED_WORKER"):
        worker(numbers[0])
        return
    rows = {}
    for number in numbers:
        environment = os.environ | {"PERSONA_SPEED_WORKER": "1", "OMP_NUM_THREADS": "1"}
        made = subprocess.run(
            [sys.executable, "-m", "benchmarks", "persona_speed", str(number)],
            check=True, capture_output=True, text=True, env=environment,
        )  # fmt: skip
        told = json.loads(made.stdout.splitlines()[-1])
        rows[number] = told["seconds"] | {"all": sum(told["seconds"].values())}
        listed = ", ".join(f"{name} {value:.1f} s" for name, value in rows[number].items())
        print(f"{number:,} customers: {listed}; peak {told['peak']:.2f} GB; "
              f"personas and segments found: {told['found']}", flush=True)  # fmt: skip
    if len(rows) > 1:
        _print_slopes(pd.DataFrame(rows).T)


def _print_slopes(seconds: pd.DataFrame) -> None:
    logs = np.log(seconds.clip(lower=0.01))
    slope = (logs.iloc[-1] - logs.iloc[0]) / np.log(seconds.index[-1] / seconds.index[0])
    listed = ", ".join(f"{name} {value:.2f}" for name, value in slope.items())
    print(f"slope from {seconds.index[0]:,} to {seconds.index[-1]:,} customers: {listed}")
