"""How long it takes to find who is who among a million contact records, beside bare Splink.

Run as ``python -m benchmarks linkage [records ...]``; the bar is 1.3 times the wall time of
Splink with its own comparisons and clustering on the same keys and the same blocking rules, in
the same run, on two threads. Both read the same standardised contact details of simulated
people, three tenths of them in two sources; each is a process of its own.
"""

import os
import resource
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import duckdb
import pandas as pd
import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator
from splink import comparison_library as compare

from helpers.demo.customers import simulate_customers
from helpers.demo.demand import simulate_demand
from helpers.demo.people import People, simulate_people
from helpers.demo.retyping import retyped
from helpers.demo.streams import happens, stream
from helpers.intake import people as standard
from helpers.single_view import cluster_quality, link_records
from helpers.single_view.blocking import choose_blocking
from helpers.single_view.linker import on_engine
from helpers.single_view.match_keys import match_keys
from helpers.single_view.model import SEED
from helpers.single_view.placeholders import without_placeholders

SEED_OF_PEOPLE = 20260201
IN_TWO_SOURCES = 0.3
COLUMNS = ["given", "family", "email", "phone", "street", "city"]
THREADS = 2
# The two ways take turns, so that what else the machine does strikes both alike; processor
# time hardly feels it.
WAYS, REPEATS = ("bare", "ours"), 3


def main(*records: str) -> None:
    """Print seconds, peak memory and quality of both ways, for each number of records."""
    for count in map(int, records or ("1000000",)):
        with tempfile.TemporaryDirectory(prefix="helpers-bench-") as root:
            folder = Path(root)
            simulated(count).to_parquet(folder / "details.parquet")
            runs = [[measured(way, count, folder) for way in WAYS] for _ in range(REPEATS)]
            for place, clock in enumerate(("wall", "processor")):
                bare, ours = (median(run[way][place] for run in runs) for way in range(len(WAYS)))
                print(f"{count:,} records, {clock} time, ours / bare Splink, medians of {REPEATS}: "
                      f"{ours / bare:.2f} times", flush=True)  # fmt: skip


def simulated(count: int) -> pd.DataFrame:
    """Return standardised contact details of so many records, and the person of each."""
    people = round(count / (1 + IN_TWO_SOURCES))
    crowd = simulate_customers(people, SEED_OF_PEOPLE, simulate_demand(SEED_OF_PEOPLE))
    person = simulate_people(crowd, SEED_OF_PEOPLE)
    rng = stream(SEED_OF_PEOPLE, "benchmark")
    twice = pa.array(happens(rng, 1, people).nonzero()[0][: count - people])
    again = retyped(person.take(twice), crowd.chinese[twice], rng)
    return pd.concat([details_of(person, "shop"), details_of(again, "crm")], ignore_index=True)


def details_of(people: People, source: str) -> pd.DataFrame:
    """Return one source's records, standardised as the intake does it."""
    raw = pd.DataFrame({name: column.to_pandas() for name, column in people._asdict().items()})
    raw = raw.astype("str").fillna("")
    return pd.DataFrame({
        "record_id": source + raw["customer_id"], "source": source, "person": raw["customer_id"],
        "name": standard.standard_names(raw["first_name"], raw["last_name"]),
        "email": standard.standard_emails(raw["email"])[0],
        "phone": standard.standard_phones(raw["phone"], "CN")[0],
        "address": standard.standard_addresses([raw["street"], raw["zip_code"]]),
        "city": raw["city"],
    })  # fmt: skip


def measured(way: str, count: int, folder: Path) -> tuple[float, float]:
    """Run one way in a process of its own, and return its wall and its processor seconds."""
    command = [sys.executable, "-c", f"from benchmarks import linkage; linkage.run({way!r})"]
    environment = os.environ | {"HELPERS_ROOT": str(folder), "HELPERS_THREADS": str(THREADS)}
    found = subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE, text=True)
    told = found.stdout.strip().splitlines()[-1]
    print(f"{count:,} records, {told}", flush=True)
    wall, processor = told.split()[1], told.split()[3]
    return float(wall), float(processor)


def run(way: str) -> None:
    """Link the records that lie in the root, and print the seconds, the peak and the quality."""
    folder = Path(os.environ["HELPERS_ROOT"])
    details = pd.read_parquet(folder / "details.parquet")
    truth = details.pop("person").set_axis(details["record_id"])
    if way == "ours":
        start = now()
        found = link_records(details).people
        wall, processor = (after - before for after, before in zip(now(), start, strict=True))
    else:
        found, (wall, processor) = bare_splink(details, folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    quality = cluster_quality(found, truth)
    print(f"{way}: {wall:.1f} s, {processor:.1f} s of processors, peak {peak:.2f} GB, "
          f"precision {quality.precision:.4f}, recall {quality.recall:.4f}, "
          f"F1 {quality.f1:.4f}")  # fmt: skip


def now() -> tuple[float, float]:
    """Return the wall clock and the processor time of this process, in seconds."""
    return perf_counter(), process_time()


def bare_splink(details: pd.DataFrame, folder: Path) -> tuple[pd.Series, tuple[float, ...]]:
    """Return what Splink finds with its own comparisons, and the seconds; keys are given to it."""
    keys = without_placeholders(match_keys(details))[0]
    with on_engine(keys) as records:
        blocking = choose_blocking(records).sql
    needed = {key for key in keys if any(f".{key} " in f"{rule} " for rule in blocking)}
    table = pa.Table.from_pandas(keys[["record_id", *sorted({*COLUMNS, *needed})]])
    start = now()
    con = duckdb.connect(config={
        "threads": THREADS, "memory_limit": "4GB", "temp_directory": str(folder / "spill"),
    })  # fmt: skip
    linker = Linker(DuckDBAPI(con).register(table), bare_settings(blocking))
    rules = ["l.email = r.email", "l.phone = r.phone"]
    linker.training.estimate_probability_two_random_records_match(rules, recall=0.7)
    linker.training.estimate_u_using_random_sampling(1_000_001, seed=SEED)
    for rule in rules:
        # Splink 5.0 stops where a probability vanishes; then its usual weights stand.
        with suppress(ValueError):
            linker.training.estimate_parameters_using_expectation_maximisation(
                rule, estimate_without_term_frequencies=True
            )
    pairs = linker.inference.predict(threshold_match_probability=0.01)
    found = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, 0.9)
    people = found.as_pandas_dataframe()
    took = tuple(after - before for after, before in zip(now(), start, strict=True))
    return people.set_index("record_id")["cluster_id"], took


def bare_settings(blocking: list[str]) -> SettingsCreator:
    """Return what Splink's library offers for these keys, and nothing of ours."""
    return SettingsCreator(
        link_type="dedupe_only", unique_id_column_name="record_id",
        comparisons=[
            compare.NameComparison("given").configure(term_frequency_adjustments=True),
            compare.NameComparison("family").configure(term_frequency_adjustments=True),
            compare.EmailComparison("email"),
            compare.LevenshteinAtThresholds("phone"),
            compare.JaroWinklerAtThresholds("street"),
            compare.ExactMatch("city").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=blocking,
        retain_matching_columns=False, retain_intermediate_calculation_columns=True,
    )  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
