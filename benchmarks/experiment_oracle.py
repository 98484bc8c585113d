"""Hillstrom's experiment beside tea-tasting: means, shares, ratio and adjusted means.

tea-tasting gets an environment of its own in a temporary folder. Both read visits, conversion,
spend, spend adjusted by what was bought before, and spend per visit, each mail against none.

Run as ``python -m benchmarks experiment_oracle [environment]``; an environment that is named is
made where it is missing, and kept. The bar is the fourth decimal of each effect and bound.
"""

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

import pandas as pd

from helpers.workspace import paths

REQUIREMENTS = ("tea-tasting >= 1.14, < 2", "pandas >= 2.2")
HILLSTROM = paths.CODE.parent / "shared" / "data" / "hillstrom" / "hillstrom.csv"
ARMS = {"Mens E-Mail": "men", "Womens E-Mail": "women"}
METRICS = {  # the metric, and what stands beside it
    "visit": ("visit", None), "conversion": ("conversion", None), "spend": ("spend", None),
    "spend adjusted": ("spend", "history"), "spend per visit": ("spend", "visit"),
}  # fmt: skip
THEIRS = """
import json, sys
import pandas as pd, tea_tasting as tt
frame = pd.read_csv(sys.argv[1])
told = {}
for segment, arm in json.loads(sys.argv[2]).items():
    two = frame[frame["segment"].isin([segment, "No E-Mail"])]
    two = two.assign(variant=two["segment"].eq(segment).astype(int))
    experiment = tt.Experiment({
        "visit": tt.Mean("visit"), "conversion": tt.Mean("conversion"), "spend": tt.Mean("spend"),
        "spend adjusted": tt.Mean("spend", "history"),
        "spend per visit": tt.RatioOfMeans("spend", "visit"),
    })
    for name, found in experiment.analyze(two).items():
        told[f"{arm}, {name}"] = [found.effect_size, found.effect_size_ci_lower,
                                  found.effect_size_ci_upper]
print(json.dumps({"version": tt.__version__, "told": told}))
"""


def main(environment: str = "") -> None:
    """Print each effect with its bounds from both, and the furthest that they are apart."""
    if not HILLSTROM.exists():
        sys.exit(f"{HILLSTROM.name} is not at hand: it lies beside the project, not in it")
    with tempfile.TemporaryDirectory(prefix="helpers-bench-") as root:
        python = _environment(Path(environment) if environment else Path(root) / "oracle")
        made = subprocess.run(
            [python, "-c", THEIRS, str(HILLSTROM), json.dumps(ARMS)],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
    theirs, ours = json.loads(made.stdout.splitlines()[-1]), _ours()
    furthest = 0.0
    for name, found in theirs["told"].items():
        apart = max(abs(one - other) for one, other in zip(ours[name], found, strict=True))
        furthest = max(furthest, apart)
        print(f"{name}: ours {_written(ours[name])}, tea-tasting {_written(found)}")
    print(f"tea-tasting {theirs['version']}: furthest apart {furthest:.6f} (bar 0.00005)")


def _ours() -> dict[str, tuple[float, float, float]]:
    from helpers.experiments.moments import moments_of
    from helpers.experiments.readings import read_mean, read_ratio

    frame = pd.read_csv(HILLSTROM)
    told = {}
    for segment, arm in ARMS.items():
        rows = [frame[frame["segment"].eq(name)] for name in (segment, "No E-Mail")]
        for name, (metric, other) in METRICS.items():
            beside = [None if other is None else own[other].to_numpy() for own in rows]
            by = [
                moments_of(own[metric].to_numpy(), x) for own, x in zip(rows, beside, strict=True)
            ]
            read = read_ratio if name == "spend per visit" else read_mean
            told[f"{arm}, {name}"] = tuple(read(*by).adjusted[:3])
    return told


def _environment(folder: Path) -> Path:
    """Return the Python of an environment that has tea-tasting, made where it is missing."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *REQUIREMENTS],
                       check=True, capture_output=True)  # fmt: skip
    return python


def _written(ends: tuple[float, float, float]) -> str:
    return f"{ends[0]:+.5f} [{ends[1]:.5f}, {ends[2]:.5f}]"
