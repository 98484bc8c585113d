"""Seconds and memory of fitting models of buying, for a small shop and for a large one.

Planted customers of three years, day by day. Each number of customers and each model is worked
on in a process of its own on one thread; wall time counts what `fit` is given and gives back,
the first call of its process (imports of the chapter included, pandas not).

Run as ``python -m benchmarks value_speed [customers ...]``, by default for 2,357 and 1,000,000.
The bar is 1 s for 2,357 customers and 5 s for 1,000,000.
"""

import json
import os
import resource
import subprocess
import sys
import time

import numpy as np
import pandas as pd

SIZES = (2_357, 1_000_000)
KINDS = ("bgnbd", "mbgnbd", "paretonbd")
STEPS = ("fit", "forecast", "fit of spend")
DAYS = 3 * 365
PLANTED = {"r": 0.8, "alpha": 8.0, "a": 0.8, "b": 2.5}  # BG/NBD, weeks


def planted(customers: int, *, seed: int = 1) -> pd.DataFrame:
    """Return histories of customers who buy and stop as PLANTED says, with what they spent."""
    rng = np.random.default_rng(seed)
    age = rng.integers(0, DAYS, customers) / 7
    rate = rng.gamma(PLANTED["r"], 1 / PLANTED["alpha"], customers)
    last = rng.geometric(np.maximum(rng.beta(PLANTED["a"], PLANTED["b"], customers), 1e-9))
    frequency, recency = np.zeros(customers, "int64"), np.zeros(customers)
    now, buying = np.zeros(customers), np.arange(customers)
    while len(buying):
        now[buying] += rng.exponential(1 / rate[buying])
        buying = buying[now[buying] <= age[buying]]
        frequency[buying] += 1
        recency[buying] = np.floor(now[buying] * 7) / 7
        buying = buying[frequency[buying] < last[buying]]
    own = 6 * 16 / rng.gamma(3.7, 1, customers)
    mean = rng.gamma(6 * np.maximum(frequency, 1)) * own / (6 * np.maximum(frequency, 1))
    spend = np.where(frequency > 0, mean, np.nan)
    return pd.DataFrame(
        {"frequency": frequency, "recency": recency, "age": age, "repeat_spend": spend}
    )  # fmt: skip


def worker(customers: int, kind: str) -> None:
    """Measure one model, and print seconds, what it found and peak memory as JSON."""
    frame = planted(customers)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    marks = [(time.perf_counter(), time.process_time())]
    from helpers import value

    model = value.fit(kind, frame)
    marks.append((time.perf_counter(), time.process_time()))
    value.expected_purchases(model, frame, 52)
    marks.append((time.perf_counter(), time.process_time()))
    value.fit_spend(frame)
    marks.append((time.perf_counter(), time.process_time()))
    wall, busy = np.diff(np.array(marks), axis=0).T.tolist()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({
        "wall": wall, "busy": busy, "found": model.parameters, "converged": model.converged,
        "memory": (peak - before) / 1024,
    }))  # fmt: skip


def main(*sizes: str) -> None:
    """Print seconds of fitting and forecasting for each number of customers and each model."""
    if os.environ.get("VALUE_SPEED_WORKER"):
        worker(int(sizes[0]), sizes[1])
        return
    for number in [int(text) for text in sizes] or SIZES:
        for kind in KINDS:
            environment = os.environ | {"VALUE_SPEED_WORKER": "1", "OMP_NUM_THREADS": "1"}
            made = subprocess.run(
                [sys.executable, "-m", "benchmarks", "value_speed", str(number), kind],
                check=True, capture_output=True, text=True, env=environment,
            )  # fmt: skip
            told = json.loads(made.stdout.splitlines()[-1])
            parts = zip(
                ("fit", "forecast", "fit of spend"), told["wall"], told["busy"], strict=True
            )
            listed = ", ".join(f"{name} {wall:.2f} s ({busy:.2f})" for name, wall, busy in parts)
            found = ", ".join(f"{name} {size:.3f}" for name, size in told["found"].items())
            print(f"{number:,} customers, {kind}, wall (processor): {listed}; "
                  f"{told['memory']:.0f} MB more; {found}; converged {told['converged']}",
                  flush=True)  # fmt: skip
