"""A ladder of models of weekly sales, from plain to rich: what each step adds, and what it says.

Every model is learnt without the last weeks and asked for them, and learnt without a part of the
cells drawn by chance and asked for these. A model with an effect of each week of its own can only
be asked the second: nobody knows the effect of a week to come.
"""

from typing import Any

import numpy as np
import pandas as pd

from helpers.drivers.rungs import Design, Rung, design_of, learn, level
from helpers.evidence.threads import one_thread
from helpers.workspace import contracts

LAST_WEEKS, LEFT_OUT = 13, 0.2
FEWEST_WEEKS = 52  # a season must have been seen once
NORMAL = 1.959963984540054

FORMULAS = {
    "level": "lines ~ product",
    "price": "log(1 + lines) ~ product + log(price)",
    "season": "log(1 + lines) ~ product + log(price) + trend + season",
    "counts": "lines ~ Poisson(product + log(price) + promotion + log(rival) + advertising"
              " + trend + season)",
    "uneven": "lines ~ NegativeBinomial(product + log(price) + promotion + log(rival)"
              " + advertising + trend + season)",
    "mixed": "log(1 + lines) ~ log(price) + trend + season + (1 + log(price) | product)",
    "weeks": "lines ~ Poisson(product + category:week + log(price))",
}  # fmt: skip


def climb(cells: pd.DataFrame, *, seed: int) -> pd.DataFrame:
    """Return the ladder.

    Parameters
    ----------
    cells : DataFrame
        The table `driver_panel`.
    seed : int
        Seed of the cells that are left out by chance.

    Returns
    -------
    DataFrame
        The table `driver_ladder`, from plain to rich; without rows where there are fewer than
        FEWEST_WEEKS weeks, or no price that ever changed.
    """
    priced = cells["price"].notna().any() if len(cells) else False
    if not priced or cells["week"].nunique() < FEWEST_WEEKS:
        return contracts.empty("driver_ladder")
    design = design_of(cells)
    if not design.frame.changed.any():
        return contracts.empty("driver_ladder")
    week = design.frame.week
    late = week > week.max() - LAST_WEEKS
    drawn = np.random.default_rng(seed).random(len(week)) < LEFT_OUT
    with one_thread():
        rows = [_row(place, name, design, late, drawn) for place, name in enumerate(FORMULAS)]
    return pd.DataFrame(rows)[list(contracts.load("driver_ladder").columns)]


def deviance(lines: np.ndarray, expected: np.ndarray) -> float:
    """Return the Poisson deviance of counts, which is nought where all is foretold exactly."""
    expected = np.maximum(expected, 1e-6)
    own = np.where(lines > 0, lines * np.log(np.maximum(lines, 1e-12) / expected), 0.0)
    return float(2 * (own - (lines - expected)).sum())


def _row(place: int, name: str, design: Design, late, drawn) -> dict[str, Any]:
    every = np.ones(len(late), dtype=bool)
    whole = learn(name, design, every)
    row = {
        "step": place + 1, "model": name, "formula": FORMULAS[name], "cells": len(late),
        "slope": whole.slope, "slope_lower": whole.slope - NORMAL * whole.error,
        "slope_upper": whole.slope + NORMAL * whole.error,
        "explained": _better(design, whole, every, level(design, every)),
        "explained_later": np.nan,
    }  # fmt: skip
    left = learn(name, design, ~drawn)
    row["explained_left_out"] = _better(design, left, drawn, level(design, ~drawn))
    if name != "weeks":
        row["explained_later"] = _better(
            design, learn(name, design, ~late), late, level(design, ~late)
        )
    return row


def _better(design: Design, rung: Rung, rows, plain: Rung) -> float:
    """Return which share of the deviance of product means a model explains."""
    lines = design.lines[rows]
    return 1 - deviance(lines, rung.expect[rows]) / deviance(lines, plain.expect[rows])
