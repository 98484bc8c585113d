"""A model of personas as rows of a table, and back: what a quarter hands to the next."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.evidence.basis import BEHAVIOUR, Basis
from helpers.evidence.clusters import Scale
from helpers.evidence.mix import Mix
from helpers.evidence.trait_mix import TraitMix
from helpers.personas.model.mixture import Mixture
from helpers.personas.model.models import PATTERNS, Model
from helpers.personas.model.patterns import Patterns

EVERYBODY = "all"  # stands for the persona where a row is about the model as a whole
COLUMNS = ["part", "persona_id", "item", "place", "value"]


class Stored(NamedTuple):
    """A model that was written: `ids` by label, and the distance of what is unlike any."""

    model: Model
    basis: Basis
    ids: list[str]
    stands: Mixture
    farthest: float


def rows_of(stored: Stored) -> pd.DataFrame:
    """Return the table `persona_model`: one row per part of the model, persona, item and place."""
    rows = [*_basis_rows(stored.basis), *_model_rows(stored)]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.astype({"place": "int64", "value": float}).astype(
        dict.fromkeys(["part", "persona_id", "item"], "str")
    )


def _model_rows(stored: Stored) -> Iterator[tuple]:
    yield "kind", EVERYBODY, stored.model.kind, 0, 1.0
    yield "within", EVERYBODY, "", 0, stored.stands.within
    yield "farthest", EVERYBODY, "", 0, stored.farthest
    for label, name in enumerate(stored.ids):
        yield "share", name, "", label, stored.stands.shares[label]
        yield from _listed("centre", name, stored.stands.centres[label])
        if stored.model.patterns is not None:
            yield from _listed("pattern", name, stored.model.patterns.parts[label])
    if stored.model.patterns is not None:
        yield from _listed("floor", EVERYBODY, stored.model.patterns.floor)


def _basis_rows(basis: Basis) -> Iterator[tuple]:
    yield "basis", EVERYBODY, basis.name, 0, 1.0
    if basis.mix is not None:
        mix = basis.mix
        named = [f"{block}={mark}" for block, mark in mix.columns]
        yield from _named("mean", named, mix.mean)
        yield from _named("scale", named, mix.scale)
        yield from _named("noise", mix.blocks, mix.noise)
        yield from _loadings(named, mix.loadings)
        return
    scale = basis.scale if basis.traits is None else basis.traits.scale
    named = BEHAVIOUR if basis.traits is None else basis.traits.names
    yield from _named("mean", named, scale.mean)
    yield from _named("scale", named, scale.spread)
    if basis.traits is not None:
        yield "noise", EVERYBODY, "", 0, basis.traits.noise
        yield from _loadings(named, basis.traits.loadings)


def _listed(part: str, persona: str, values: np.ndarray) -> Iterator[tuple]:
    for place, value in enumerate(values):
        yield part, persona, "", place, value


def _named(part: str, names: list[str], values: np.ndarray) -> Iterator[tuple]:
    for place, (name, value) in enumerate(zip(names, values, strict=True)):
        yield part, EVERYBODY, name, place, value


def _loadings(names: list[str], loadings: np.ndarray) -> Iterator[tuple]:
    for name, row in zip(names, loadings, strict=True):
        for place, value in enumerate(row):
            yield "loading", EVERYBODY, name, place, value


def read_model(rows: pd.DataFrame) -> Stored:
    """Return the model of a table `persona_model`.

    Raises
    ------
    ValueError
        If the table holds no model.
    """
    kinds = rows.loc[rows["part"].eq("kind"), "item"]
    if len(kinds) != 1:
        raise ValueError("table 'persona_model' holds no model: run chapter 04 of its quarter")
    shares = rows[rows["part"].eq("share")].sort_values("place")
    ids = shares["persona_id"].tolist()
    centres = np.array([_values(rows, "centre", name) for name in ids])
    stands = Mixture(shares["value"].to_numpy(dtype=float), centres.reshape(len(ids), -1),
                     _values(rows, "within")[0])  # fmt: skip
    if kinds.iloc[0] == PATTERNS:
        parts = np.array([_values(rows, "pattern", name) for name in ids])
        model = Model(patterns=Patterns(_values(rows, "floor"), parts))
    else:
        model = Model(stands)
    return Stored(model, _read_basis(rows), ids, stands, float(_values(rows, "farthest")[0]))


def _read_basis(rows: pd.DataFrame) -> Basis:
    name = rows.loc[rows["part"].eq("basis"), "item"].iloc[0]
    mean, scale = _values(rows, "mean"), _values(rows, "scale")
    names = _items(rows, "mean")
    nothing = Scale(np.zeros(len(BEHAVIOUR)), np.zeros(len(BEHAVIOUR)))
    if name == "mix":
        columns = [tuple(text.split("=", 1)) for text in names]
        mix = Mix(columns, _items(rows, "noise"), mean, scale, _values(rows, "noise"),
                  _read_loadings(rows, names))  # fmt: skip
        return Basis(mix, nothing)
    if name == "traits":
        noise = float(_values(rows, "noise")[0])
        traits = TraitMix(names, Scale(mean, scale), noise, _read_loadings(rows, names))
        return Basis(None, nothing, traits)
    return Basis(None, Scale(mean, scale))


def _read_loadings(rows: pd.DataFrame, names: list[str]) -> np.ndarray:
    own = rows[rows["part"].eq("loading")]
    wide = own.pivot(index="item", columns="place", values="value")
    return wide.loc[names].to_numpy(dtype=float)


def _values(rows: pd.DataFrame, part: str, persona: str = EVERYBODY) -> np.ndarray:
    own = rows[rows["part"].eq(part) & rows["persona_id"].eq(persona)]
    return own.sort_values("place")["value"].to_numpy(dtype=float)


def _items(rows: pd.DataFrame, part: str) -> list[str]:
    return rows[rows["part"].eq(part)].sort_values("place")["item"].tolist()
