"""How long the spine takes: the demo, the series, the second run, and a real retailer's intake.

Each step is a process of its own, as a user starts it, so imports count. The
reference for the intake is DuckDB reading the same file with declared types and
writing it to Parquet, in the same run.
"""

import gzip
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from helpers.workspace import paths

RETAILER = paths.CODE.parent / "shared/data/online_retail_ii/online_retail_II.csv.gz"
REFERENCE = """
import duckdb, sys
types = dict(Invoice="VARCHAR", StockCode="VARCHAR", Description="VARCHAR", Quantity="BIGINT",
             InvoiceDate="TIMESTAMP", Price="DECIMAL(18,4)", Customer="VARCHAR", Country="VARCHAR")
con = duckdb.connect(config={"threads": 2})
con.read_csv(sys.argv[1], header=True, skiprows=0, columns=types, auto_detect=False,
             quotechar='"').write_parquet(sys.argv[2])
"""
INTAKE = """
from helpers import cleaning, workspace
cleaning.take_in(workspace.open_desk("01_cleaning", "online_retail_ii", "2011Q3"))
"""


def main() -> None:
    """Print seconds and peak memory of each step."""
    with tempfile.TemporaryDirectory(prefix="helpers-bench-") as folder:
        root = Path(folder)
        helpers = [sys.executable, "-m", "helpers"]
        measure("demo, 5,000 customers", [*helpers, "demo"], root)
        measure("series, first run", [*helpers, "run"], root)
        measure("series, nothing changed", [*helpers, "run"], root)
        measure("demo, 200,000 customers", [*helpers, "demo", "--customers", "200000"], root)
        if RETAILER.exists():
            retailer(root)
        else:
            print(f"Online Retail II is not at hand: {RETAILER.name} skipped")


def retailer(root: Path) -> None:
    """Measure the intake of a real million rows beside DuckDB's bare reading and writing."""
    plain = root / "plain.csv"
    plain.write_bytes(gzip.decompress(RETAILER.read_bytes()))
    folder = root / "data/raw/online_retail_ii"
    folder.mkdir(parents=True)
    source = paths.CODE / "data/raw/online_retail_ii/source.toml"
    (folder / "source.toml").write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / RETAILER.name).write_bytes(RETAILER.read_bytes())
    bare = measure(
        "DuckDB reads and writes 1,067,370 rows",
        [sys.executable, "-c", REFERENCE, str(plain), str(root / "plain.parquet")], root,
    )  # fmt: skip
    ours = measure("intake of the same rows", [sys.executable, "-c", INTAKE], root)
    print(f"{'intake / bare DuckDB':42} {ours / bare:6.1f} times")


def measure(name: str, command: list[str], root: Path) -> float:
    """Run a command, print its wall seconds and peak memory, and return the seconds."""
    started = time.perf_counter()
    subprocess.run(
        command, check=True, stdout=subprocess.DEVNULL, env=os.environ | {"HELPERS_ROOT": str(root)}
    )
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{name:42} {seconds:6.1f} s   (peak of any step so far {peak:,.0f} MB)")
    return seconds


if __name__ == "__main__":
    main()
