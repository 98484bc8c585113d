"""A forecaster that was held against what came, and totals, for tests of what readers are told."""

from types import SimpleNamespace

import pandas as pd

from helpers.value.choosing import TotalInterval

TOTALS = pd.DataFrame({
    "horizon_days": [91, 365], "customers": 200, "value_expected": [100.0, 400.0],
    "value_lower": [80.0, 300.0], "value_upper": [120.0, 600.0], "value_each": [0.5, 2.0],
})  # fmt: skip


def held_against(origins=4):
    evidence = pd.DataFrame({
        "origin": pd.to_datetime(["2026-01-01", "2026-04-01"] * 2), "horizon_days": 91,
        "model": ["bgnbd", "bgnbd", "rate", "rate"], "total_error": [0.1, -0.3, 0.2, 0.4],
        "rmse": [1.0, 2.0, 1.0, 4.0], "top_tenth_share": 0.4,
    })  # fmt: skip
    interval = TotalInterval(0.75, 1.5, origins)
    return SimpleNamespace(name="bgnbd", evidence=evidence, total_interval=lambda days: interval)
