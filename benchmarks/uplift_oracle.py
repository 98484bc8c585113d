"""Qini and uplift scores on Hillstrom beside scikit-uplift, by whose definitions they are made.

scikit-uplift needs older libraries than the notebooks', so it gets an environment of its own in
a temporary folder. Both score the same rankings of the same customers: by one flag, by recency
and by chance. The bar is: no score further apart than a millionth.

Run as ``python -m benchmarks uplift_oracle [environment]``; an environment that is named is made
where it is missing, and kept.
"""

import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.experiments.uplift.qini import auuc_score, qini_score
from helpers.workspace import paths

REQUIREMENTS = ("scikit-uplift == 0.5.1", "scikit-learn < 1.5", "numpy < 2", "pandas < 3",
                "setuptools < 81")  # fmt: skip
FILE = paths.CODE.parent / "shared" / "data" / "hillstrom" / "hillstrom.csv"
THEIRS = """
import json, sys
import pandas as pd
from sklift.metrics import qini_auc_score, uplift_auc_score
frame = pd.read_csv(sys.argv[1])
told = {}
for name in [column for column in frame if column.startswith("by_")]:
    own = frame["outcome"].to_numpy(), frame[name].to_numpy(), frame["treated"].to_numpy()
    told[name] = [float(qini_auc_score(*own)), float(uplift_auc_score(*own))]
print(json.dumps(told))
"""
FURTHEST = 1e-6


def main(environment: str = "") -> None:
    """Print both libraries' scores, and the furthest that they are apart."""
    if not FILE.exists():
        sys.exit(f"{FILE.name} is not at hand: it lies beside the project, not in it")
    with tempfile.TemporaryDirectory(prefix="helpers-bench-") as root:
        folder = Path(root)
        python = _environment(Path(environment) if environment else folder / "oracle")
        apart = [_compare(python, folder, arm) for arm in ("Womens E-Mail", "Mens E-Mail")]
    print(f"furthest apart: {max(apart):.1e}; bar {FURTHEST:.0e}")


def _environment(folder: Path) -> Path:
    """Return the Python of an environment that has scikit-uplift, made where it is missing."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *REQUIREMENTS], check=True)
    return python


def _compare(python: Path, folder: Path, arm: str) -> float:
    rows = pd.read_csv(FILE)
    rows = rows[rows["segment"].isin([arm, "No E-Mail"])]
    frame = pd.DataFrame({
        "outcome": rows["visit"], "treated": rows["segment"].eq(arm).astype(int),
        "by_flag": rows["womens"], "by_recency": rows["recency"],
        "by_chance": np.random.default_rng(0).random(len(rows)),
    })  # fmt: skip
    frame.to_csv(folder / "ranked.csv", index=False)
    theirs = _run([str(python), "-c", THEIRS, str(folder / "ranked.csv")])
    apart = 0.0
    for name, scores in theirs.items():
        own = frame["outcome"], frame[name], frame["treated"].eq(1)
        ours = [score(*own).estimate for score in (qini_score, auuc_score)]
        apart = max(apart, *np.abs(np.subtract(scores, ours)))
        print(f"{arm}, {name}: Qini {ours[0]:.6f} (theirs {scores[0]:.6f}), "
              f"uplift {ours[1]:.6f} (theirs {scores[1]:.6f})", flush=True)  # fmt: skip
    return float(apart)


def _run(command: list[str]) -> dict:
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    made = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return json.loads(made.stdout.splitlines()[-1])
