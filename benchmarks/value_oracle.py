"""BG/NBD on CDNOW's sample beside pymc-marketing: likelihood, each forecast, and seconds.

pymc-marketing cannot live beside the notebooks' libraries, so it gets an environment of its
own in a temporary folder. Under flat priors its maximum a posteriori is the maximum of the
likelihood; its usual priors are told too. Seconds count imports and the fit, pandas loaded
before in both; pymc-marketing runs twice, since its first run compiles.

Run as ``python -m benchmarks value_oracle [environment]``; an environment that is named is made
where it is missing, and kept. The bars are: log-likelihood at least as high, each customer's
forecast within 1 %, at least 50 times faster.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.workspace import paths

REQUIREMENT = "pymc-marketing >= 0.19, < 0.20"
CDNOW = paths.CODE.parent / "shared" / "data" / "cdnow" / "CDNOW_sample.txt"
END, WEEKS = date(1997, 9, 30), 39
OURS = """
import json, sys, time
import pandas as pd
frame = pd.read_csv(sys.argv[1]).rename(columns={"T": "age"})
start = time.perf_counter()
from helpers import value
imported = time.perf_counter()
model = value.fit("bgnbd", frame)
fitted = time.perf_counter()
print(json.dumps({"import": imported - start, "fit": fitted - imported,
                  "parameters": model.parameters}))
"""
RUNS = (("flat", "first"), ("flat", "second"), ("usual", "first"))


def main(environment: str = "") -> None:
    """Print both log-likelihoods, the furthest forecasts and how many times faster ours is."""
    if not CDNOW.exists():
        sys.exit(f"{CDNOW.name} is not at hand: it lies beside the project, not in it")
    with tempfile.TemporaryDirectory(prefix="helpers-bench-") as root:
        folder = Path(root)
        python = _environment(Path(environment) if environment else folder / "oracle")
        days = _days()
        from helpers import value

        frame = value.histories(days, END)
        told = frame.rename(columns={"age": "T"})[["frequency", "recency", "T"]].reset_index()
        told.to_csv(folder / "histories.csv", index=False)
        ours = _run([sys.executable, "-c", OURS, str(folder / "histories.csv")], folder)
        for priors, run in RUNS:
            theirs = _run(
                [str(python), str(Path(__file__).with_name("_pymc_value.py")),
                 str(folder / "histories.csv"), str(WEEKS), priors], folder,
            )  # fmt: skip
            expected = np.loadtxt(folder / "histories.expected.txt")
            _tell(value, frame, ours, theirs, expected, f"{priors} priors, {run} run")


def _days() -> pd.DataFrame:
    names = ["master", "customer_id", "event_day", "cds", "spend"]
    rows = pd.read_csv(CDNOW, sep=r"\s+", header=None, names=names, dtype={"customer_id": str})
    return rows.assign(event_day=pd.to_datetime(rows["event_day"], format="%Y%m%d"))


def _environment(folder: Path) -> Path:
    """Return the Python of an environment that has pymc-marketing, made where it is missing."""
    python = folder / "bin" / "python"
    if not python.exists():
        start = time.perf_counter()
        venv.create(folder, with_pip=True, symlinks=True)
        subprocess.run([python, "-m", "pip", "install", "-q", REQUIREMENT],
                       check=True, capture_output=True)  # fmt: skip
        print(f"environment made in {time.perf_counter() - start:.0f} s", flush=True)
    return python


def _run(command: list[str], folder: Path) -> dict:
    """Return what a process prints last, as JSON; its compiled files stay in the folder."""
    environment = os.environ | {
        "OMP_NUM_THREADS": "1", "PYTENSOR_FLAGS": f"base_compiledir={folder / 'compiled'}"
    }  # fmt: skip
    made = subprocess.run(
        command, check=True, capture_output=True, text=True, env=environment
    )  # fmt: skip
    return json.loads(made.stdout.splitlines()[-1])


def _tell(value, frame, ours: dict, theirs: dict, expected: np.ndarray, name: str) -> None:
    from helpers.value import bgnbd
    from helpers.value.histories import cells

    counted = cells(frame)
    found = [
        bgnbd.log_likelihood(np.log([told["parameters"][part] for part in bgnbd.NAMES]), counted)[0]
        for told in (ours, theirs)
    ]
    model = value.fit("bgnbd", frame)
    forecast = value.expected_purchases(model, frame, WEEKS).to_numpy()
    seconds = [told["import"] + told["fit"] for told in (ours, theirs)]
    furthest = np.abs(forecast / expected - 1).max()
    print(f"pymc-marketing {theirs['version']}, {name}: log-likelihood {found[1]:.5f}, ours "
          f"{found[0]:.5f}; furthest forecast {furthest:.2%} away; imports and fit "
          f"{theirs['import']:.2f} + {theirs['fit']:.2f} s, ours {ours['import']:.3f} + "
          f"{ours['fit']:.3f} s: {seconds[1] / seconds[0]:.0f} times faster",
          flush=True)  # fmt: skip
