"""How well chapter 04 finds the demo company's planted groups, and follows them through quarters.

On seeds that were never seen, in the usual and the shifted company:

- the adjusted Rand index between the group in which each buyer acts on the last day and the
  main persona: as chosen, and of the mixture and of the patterns (non-negative matrix
  factorisation) with as many personas; beside the oracle (a classifier cross-fitted on the true
  labels), K-means, cells of recency, frequency and spend, and chance. To be at least 0.85 of
  the oracle's in the median.
- the chain of quarters from 2025Q1 to 2026Q3, each starting from the model before: in which
  quarter the group that splits on 2025-04-01 is seen to split (to be 2025Q2 or 2025Q3) with
  the mother's id kept, whether the growing group is seen to grow, and how many ids are born.

Run as ``python -m benchmarks persona_recovery [variant [seed ...]]``; it writes into a
temporary folder only.
"""

import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.demo_difficulty import acting_groups, oracle_groups, rfm_cells
from benchmarks.demo_features import features, read_all
from benchmarks.segment_sources import demo_sources

UNSEEN = range(20262001, 20262021)  # never used in development
ENDS = [str(end.date()) for end in pd.date_range("2025-03-31", "2026-09-30", freq="QE")]
SPLIT, IN_TIME = pd.Timestamp("2025-04-01"), ("2025Q2", "2025Q3")
MOTHER, DAUGHTER, GROWING = "weekend_walkers", "trail_runners", "studio_regulars"
ASKED = 0.85


def customers_on(tables: dict[str, pd.DataFrame], day: pd.Timestamp, buyers: pd.Index) -> Any:
    """Return what chapter 04 would know of buyers on a day."""
    from helpers.evidence.counts import spread
    from helpers.personas.model.held_out import Customers
    from helpers.single_view.acts import acts_on

    known = features(tables, day)
    known = known[known.index.isin(buyers)].sort_index()
    scored = pd.DataFrame({
        "customer_id": known.index, "recency_days": known["recency"].to_numpy(),
        "frequency": known["orders"].to_numpy(),
        "monetary": (known["spend"] * known["orders"]).to_numpy(),
    })  # fmt: skip
    acts = acts_on(demo_sources(tables, day), day).drop(columns=["cases", "total"])
    acts = acts.rename(columns={"recent_cases": "cases", "recent_total": "total"})
    return known, Customers(scored, spread(acts, pd.Index(scored["customer_id"])), None)


def recovery(
    known: pd.DataFrame, customers: Any, found: Any, label: pd.Series, *, seed: int
) -> dict[str, float]:
    """Return the figures of the last day.

    Parameters
    ----------
    known : DataFrame
        The features of `demo_features`.
    found : Found
        The personas of that day.
    label : Series of str
        The group in which each customer acts.
    """
    from sklearn.metrics import adjusted_rand_score

    from helpers.evidence.basis import learn_basis, points_of
    from helpers.evidence.clusters import choose_groups
    from helpers.personas.model.models import KINDS, degrees_of, fit_model, main

    basis = learn_basis(*customers, seed=seed)
    evidence = customers.known(basis)
    guesses = {"personas": found.labels}
    for kind in KINDS:
        model = fit_model(kind, basis, evidence, max(found.model.groups, 2), seed=seed)
        guesses[kind] = main(degrees_of(model, basis, evidence))
    guesses |= {
        "oracle": oracle_groups(known, label),
        "K-means": choose_groups(points_of(basis, *customers), seed=seed).labels,
        "RFM cells": rfm_cells(known),
        "random": np.random.default_rng(seed).integers(0, label.nunique(), len(label)),
    }
    figures = {name: adjusted_rand_score(label, guess) for name, guess in guesses.items()}
    return figures | {"number": found.model.groups}


def quarters(tables: dict[str, pd.DataFrame], truth: pd.DataFrame, *, seed: int) -> list[dict]:
    """Return the chain of quarters: who is of which persona, and what became of those before."""
    from helpers.evidence.lasting import Before, settle
    from helpers.personas.model.finding import find_personas
    from helpers.personas.model.members import model_table

    names = pd.DataFrame(columns=["features", "since", "parent_id"])
    before, rows, chain = Before(pd.Series(dtype="str"), names, pd.DataFrame()), None, []
    for end in ENDS:
        day = pd.Timestamp(end)
        known, customers = customers_on(tables, day, pd.Index(truth["email"]))
        found = find_personas(*customers, previous=rows, seed=seed)
        period = f"{day.year}Q{day.quarter}"
        lasting = settle(
            found.labels, found.features, found.degrees, before, period=period, prefix="p"
        )
        label = acting_groups(truth, split=day >= SPLIT).reindex(known.index)
        chain.append({
            "period": period, "label": label, "members": lasting.members, "known": known,
            "changes": lasting.changes, "found": found, "customers": customers,
        })  # fmt: skip
        rows = model_table(found, lasting.found)
        before = Before(lasting.members, lasting.names, lasting.profiles)
    return chain


def persona_of(quarter: dict, group: str) -> str | None:
    """Return the persona most of whose members are of a group, the largest such; else None."""
    table = pd.crosstab(quarter["members"], quarter["label"])
    if group not in table:
        return None
    mostly = table[table[group] > 0.5 * table.sum(axis=1)]
    return str(mostly[group].idxmax()) if len(mostly) else None


def followed(chain: list[dict]) -> dict[str, Any]:
    """Return what the chain shows: the split, the growth, and ids."""
    mother = persona_of(chain[0], MOTHER)
    split = None
    for quarter in chain[1:]:
        daughter = persona_of(quarter, DAUGHTER)
        if split is None and daughter is not None and daughter != mother:
            own = quarter["changes"].query("to_id == @daughter and from_id == @mother")
            split = quarter["period"], str(own["kind"].iloc[0]) if len(own) else "birth"
    growing = persona_of(chain[-1], GROWING)
    shares = [quarter["members"].eq(growing).mean() for quarter in chain]
    born = len(set().union(*(set(quarter["members"]) for quarter in chain[1:]))
               - set(chain[0]["members"]))  # fmt: skip
    return {
        "split seen": split[0] if split else "never", "as": split[1] if split else "",
        "in time": bool(split and split[0] in IN_TIME),
        "mother keeps id": mother is not None and persona_of(chain[-1], MOTHER) == mother,
        "growing from": shares[0], "growing to": shares[-1],
        "grows": shares[0] > 0 and shares[-1] > shares[0], "born": born,
        "numbers": "-".join(str(quarter["found"].model.groups) for quarter in chain),
        "why": "-".join(quarter["found"].why for quarter in chain),
    }  # fmt: skip


def measured(raw: Path, truth: Path, *, seed: int) -> dict[str, Any]:
    """Return all figures of one company that was written to disk."""
    tables = read_all(raw)
    people = pd.read_parquet(truth / "customers.parquet").dropna(subset=["email"])
    chain = quarters(tables, people, seed=seed)
    last = chain[-1]
    return recovery(
        last["known"], last["customers"], last["found"], last["label"], seed=seed
    ) | followed(chain)


def main(variant: str = "", *seeds: str) -> None:
    """Print the figures of each seed and their medians, for one variant or for both."""
    from helpers.demo import write_demo
    from helpers.workspace import paths

    for name in [variant] if variant else ["usual", "shifted"]:
        rows = []
        for seed in [int(text) for text in seeds] or UNSEEN:
            with tempfile.TemporaryDirectory() as root:
                os.environ[paths.ROOT_VARIABLE] = root
                write_demo(seed=seed, variant=name)
                rows.append(measured(paths.raw("demo"), paths.truth("demo"), seed=seed))
            told = ", ".join(f"{key} {_short(value)}" for key, value in rows[-1].items())
            print(f"{name}, seed {seed}: {told}", flush=True)
        _print_summary(name, pd.DataFrame(rows))


def _short(value: Any) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _print_summary(variant: str, figures: pd.DataFrame) -> None:
    medians = figures.select_dtypes(float).median()
    told = ", ".join(f"{name} {value:.3f}" for name, value in medians.items())
    print(f"{variant}, median of {len(figures)}: {told}")
    ratio = (figures["personas"] / figures["oracle"]).median()
    print(f"{variant}: personas reach {ratio:.3f} of the oracle in the median (asked: {ASKED})")
    for flag in ("in time", "mother keeps id", "grows"):
        print(f"{variant}: {flag} in {int(figures[flag].sum())} of {len(figures)}")
