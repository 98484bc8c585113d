"""How long the demo company takes to write, and how much memory, by its number of customers.

Run as ``python -m benchmarks demo_size [customers ...]``; the bars are 8 seconds for
5,000 customers, and 240 seconds and 4 GB for 1,000,000 customers with 10 million lines.
Each size is written by a process of its own into a temporary folder.
"""

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import pyarrow.parquet as pq

WRITE = "from helpers.demo import write_demo; write_demo(customers={customers})"


def measure(customers: int) -> str:
    """Return one line: size, seconds, peak memory so far, and what was written."""
    with tempfile.TemporaryDirectory() as root:
        environment = os.environ | {"HELPERS_ROOT": root}
        start = perf_counter()
        command = [sys.executable, "-c", WRITE.format(customers=customers)]
        subprocess.run(command, check=True, env=environment)
        seconds = perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
        raw, truth = Path(root) / "data/raw/demo", Path(root) / "data/truth/demo"
        lines = pq.read_table(truth / "orders.parquet", columns=["lines"])["lines"]
        size = sum(path.stat().st_size for path in raw.rglob("*") if path.is_file()) / 2**20
        total = sum(lines.to_pylist()) if len(lines) < 10**6 else int(lines.to_numpy().sum())
    return (
        f"{customers:,} customers: {seconds:.1f} s, peak {peak:.2f} GB, {len(lines):,} orders, "
        f"{total:,} lines, {size:,.0f} MB of exports"
    )


def main(*customers: str) -> None:
    """Print the figures of each size."""
    for text in customers or ("50", "5000", "1000000"):
        print(measure(int(text)), flush=True)
