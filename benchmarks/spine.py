"""How long the spine takes: the demo, the series, the second run, and the intake of big files.

Each step is a process of its own, as a user starts it. The reference for the intake
is DuckDB reading the same file with declared types and writing it to Parquet: the two
take turns, and the best of each counts, because other work on the machine only ever
slows down. Imports and the engine's start are left out on both sides, and shown.
"""

import gzip
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.workspace import paths

RETAILER = paths.CODE.parent / "shared/data/online_retail_ii/online_retail_II.csv.gz"
ROUNDS = 5
LINES = 1_000_000
REFERENCE = """
import duckdb, json, sys, time
columns = json.loads(sys.argv[3])
con = duckdb.connect(config={"threads": 2})
con.execute("SET enable_progress_bar = false")
began, worked = time.perf_counter(), time.process_time()
con.read_csv(sys.argv[1], header=True, columns=columns, auto_detect=False,
             quotechar='"', timestamp_format=sys.argv[4]).write_parquet(sys.argv[2], overwrite=True)
print(json.dumps({"seconds": time.perf_counter() - began, "work": time.process_time() - worked}))
"""
INTAKE = """
import json, resource, sys, time
began = time.perf_counter()
from helpers import cleaning, workspace
from helpers.workspace import engine
desk = workspace.open_desk("01_cleaning", sys.argv[1], sys.argv[2])
engine.connection()
start, worked = time.perf_counter(), time.process_time()
cleaning.take_in(desk)
print(json.dumps({"seconds": time.perf_counter() - start, "work": time.process_time() - worked,
                  "imports": start - began,
                  "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""
RETAILER_TYPES = {
    "Invoice": "VARCHAR", "StockCode": "VARCHAR", "Description": "VARCHAR", "Quantity": "BIGINT",
    "InvoiceDate": "TIMESTAMP", "Price": "DECIMAL(18,4)", "Customer": "VARCHAR",
    "Country": "VARCHAR",
}  # fmt: skip
RETAILER_TIME, SHOP_TIME = "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S %z"
SHOP_TYPES = {
    "order": "VARCHAR", "created_at": "TIMESTAMP", "email": "VARCHAR", "sku": "VARCHAR",
    "item": "VARCHAR", "pieces": "BIGINT", "price": "DECIMAL(18,4)", "rebate": "DECIMAL(18,4)",
    "currency": "VARCHAR", "source": "VARCHAR", "country": "VARCHAR", "city": "VARCHAR",
}  # fmt: skip
SHOP = """
title = "Shop"
currency = "CNY"
time_zone = "Asia/Shanghai"
data_through = 2026-09-30

[[files]]
path = "lines.csv"
format = "csv"
table = "order_lines"
encoding = "utf-8"
received = 2026-10-05
data_through = 2026-09-30
decimal = "."
exact_repeats = "keep"
date_format = { created_at = "%Y-%m-%d %H:%M:%S %z" }

[files.columns]
order_id = "order"
ordered_at = "created_at"
email = "email"
product_id = "sku"
product_name = "item"
quantity = "pieces"
unit_price = "price"
discount = "rebate"
currency = "currency"
channel = "source"
country = "country"
city = "city"
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
        intake(root)


def intake(root: Path) -> None:
    """Measure the intake of a million rows beside DuckDB's bare reading and writing."""
    if RETAILER.exists():
        declaration = paths.CODE / "data/raw/online_retail_ii/source.toml"
        packed = company(root, "online_retail_ii", declaration.read_text("utf-8"), RETAILER.name)
        shutil.copyfile(RETAILER, packed)
        plain = root / "plain.csv"
        plain.write_bytes(gzip.decompress(packed.read_bytes()))
        compare("Online Retail II, beside DuckDB on the unpacked file", "online_retail_ii",
                "2011Q3", plain, RETAILER_TYPES, RETAILER_TIME, root)  # fmt: skip
        compare("Online Retail II, beside DuckDB on the same packed file", "online_retail_ii",
                "2011Q3", packed, RETAILER_TYPES, RETAILER_TIME, root)  # fmt: skip
    else:
        print(f"Online Retail II is not at hand: {RETAILER.name} skipped")
    lines = company(root, "shop", SHOP, "lines.csv")
    shop_lines(LINES).to_csv(lines, index=False)
    compare("a shop of 1,000,000 mapped lines", "shop", "2026Q3", lines, SHOP_TYPES, SHOP_TIME,
            root)  # fmt: skip


def company(root: Path, name: str, declaration: str, file: str) -> Path:
    """Make a company's folder with its declaration; return where its one file belongs."""
    folder = root / "data/raw" / name
    folder.mkdir(parents=True)
    (folder / "source.toml").write_text(declaration, encoding="utf-8")
    return folder / file


def shop_lines(lines: int) -> pd.DataFrame:
    """Return order lines such as a shop exports them: orders in time, lines of one order together.

    One order in 2.2 lines, one customer in 11 lines.
    """
    rng = np.random.default_rng(5)
    order = np.sort(rng.integers(0, int(lines / 2.2), lines))
    first = pd.Timestamp("2023-10-01", tz="Asia/Shanghai")
    seconds = pd.to_timedelta(order * (94_608_000 // int(order[-1] + 1)), unit="s")
    customer = rng.permutation(order.max() + 1)[order] % (lines // 11)
    item, place = rng.zipf(1.3, lines) % 600, customer % 40
    return pd.DataFrame({
        "order": [f"#{10_001 + n}" for n in order],
        "created_at": (first + seconds).strftime("%Y-%m-%d %H:%M:%S +0800"),
        "email": [f"customer.{n}@example.org" for n in customer],
        "sku": [f"NB-{n:04d}" for n in item], "item": [f"帐篷 Tent No. {n}" for n in item],
        "pieces": rng.integers(1, 4, lines), "price": [f"{19 + 3.7 * n:.2f}" for n in item],
        "rebate": rng.choice(["", "0.00", "5.00"], lines), "currency": "CNY",
        "source": rng.choice(["web", "pos", "app"], lines), "country": "CN",
        "city": [f"城市 {n}" for n in place],
    })  # fmt: skip


def compare(
    name: str, company: str, period: str, file: Path, types: dict, times: str, root: Path
) -> None:
    """Let DuckDB and the intake take turns at one file, and print the best of each."""
    told = [sys.executable, "-c", REFERENCE, str(file), str(root / "x.parquet"), json.dumps(types),
            times]  # fmt: skip
    own = [sys.executable, "-c", INTAKE, company, period]
    turns = []
    for _ in range(ROUNDS):
        turns.append((ask(told, root), ask(own, root)))
        shutil.rmtree(root / "data/processed" / company)
    bare, ours = ({k: min(turn[side][k] for turn in turns) for k in turns[0][side]}
                  for side in (0, 1))  # fmt: skip
    print(
        f"{name}\n  DuckDB {bare['seconds']:.2f} s (processor {bare['work']:.2f} s), intake "
        f"{ours['seconds']:.2f} s (processor {ours['work']:.2f} s), "
        f"{ours['megabytes']:,.0f} MB, imports {ours['imports']:.2f} s\n  intake / DuckDB: "
        f"{ours['seconds'] / bare['seconds']:.1f} times (processor "
        f"{ours['work'] / bare['work']:.1f}), best of {ROUNDS} turns",
        flush=True,
    )


def ask(command: list[str], root: Path) -> dict[str, float]:
    """Run a command and return the figures that it prints."""
    environment = os.environ | {"HELPERS_ROOT": str(root)}
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment)
    return json.loads(done.stdout)


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
