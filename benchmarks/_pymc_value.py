"""What pymc-marketing makes of the same histories: run by `value_oracle` in its own environment.

Reads a CSV of histories and the weeks ahead, prints seconds, parameters and log-likelihood as
JSON, and writes each customer's forecast beside the CSV.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd


def main(path: str, weeks: str, priors: str) -> None:
    """Fit BG/NBD by maximum a posteriori under flat or usual priors, and forecast."""
    histories = pd.read_csv(path)
    start = time.perf_counter()
    from pymc_extras.prior import Prior
    from pymc_marketing import clv

    imported = time.perf_counter()
    flat = {name: Prior("HalfFlat") for name in ("r", "alpha", "a", "b")}
    model = clv.BetaGeoModel(model_config=flat if priors == "flat" else None)
    model.fit(data=histories, method="map", progressbar=False)
    fitted = time.perf_counter()
    expected = model.expected_purchases(future_t=float(weeks))
    expected = expected.mean(("chain", "draw")).to_numpy()
    found = {name: float(model.fit_result[name].mean()) for name in flat}
    np.savetxt(Path(path).with_suffix(".expected.txt"), expected)
    print(json.dumps({
        "import": imported - start, "fit": fitted - imported, "parameters": found,
        "version": __import__("pymc_marketing").__version__,
    }))  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
