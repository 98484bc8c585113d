"""The way to a purchase: how many visits reach each step, by which way, and where they end."""

import ibis
import numpy as np
import pandas as pd
from ibis.expr.types import Table

from helpers.evidence.clustered import clustered_share, spread_of
from helpers.evidence.discovery import control_false_discoveries
from helpers.segmentation.visits import CUTS, NONE, STEPS, steps_told, with_cuts
from helpers.workspace import contracts

LAST = "purchase"
READ = {"visitors": "visiting", "share": "rate"}  # what readers' tables call them
UNKNOWN = (np.nan, np.nan, np.nan)


def visit_funnel(
    visits: Table, groups: dict[str, pd.Series], *, false_share: float = 0.10
) -> pd.DataFrame:
    """Return how many visits reached each step, over all and by part of each cut.

    A visit that reached a step has passed those before it, whether or not events tell of them.

    Parameters
    ----------
    visits : Table
        As from `take_visits`.
    groups : dict of str to Series
        Groups of customers, as `with_cuts` takes them.
    false_share : float
        Share of false discoveries that is accepted among the parts called different.

    Returns
    -------
    DataFrame
        The table `visit_funnel`: one row per cut, part and step. Intervals are Wilson's, for as
        many independent visits as those of the same visitors are worth. `differs` says, at the
        last step, whether a part is known to differ from all other visits of its cut; missing
        for groups of customers, which visits may have formed.
    """
    steps, columns = steps_told(visits), list(contracts.load("visit_funnel").columns)
    if not steps:
        return pd.DataFrame(columns=columns)
    sums = _sums(with_cuts(visits, groups), steps)
    rows = [row for _, part in sums.iterrows() for row in _steps_of(part, steps)]
    frame = pd.DataFrame(rows, columns=columns[:-2])
    return _with_verdicts(frame, sums, steps[-1], false_share)[columns]


def _sums(told: Table, steps: list[str]) -> pd.DataFrame:
    """Return of each part the visits by step, and the sums over visitors for their spread."""
    places = [list(STEPS).index(step) for step in steps]
    reached = {f"n{n}": (told.place >= place).sum() for n, place in enumerate(places)}
    own = told.group_by("cut", "part", "visitor").agg(**reached)
    number = {name: own[name].cast("float64") for name in reached}
    sums = {"visitors": own.count()}
    for n in range(len(steps)):
        count = number[f"n{n}"]
        sums |= {
            f"n{n}": count.sum(), f"people{n}": (count > 0).sum(),
            f"square{n}": (count * count).sum(), f"whole{n}": (count * number["n0"]).sum(),
        }  # fmt: skip
        if n:
            sums[f"before{n}"] = (count * number[f"n{n - 1}"]).sum()
    by = own.group_by("cut", "part").agg(**sums)
    order = ibis.cases(*((by.cut == cut, n) for n, cut in enumerate(("all", "source"))), else_=9)
    return by.order_by(order, "cut", by.n0.desc(), "part").to_pandas()


def _steps_of(part: pd.Series, steps: list[str]) -> list[tuple]:
    rows = []
    for n, step in enumerate(steps):
        # Every visit is one: there is nothing to estimate about the first step.
        of_visits = _share(part, n, 0, part[f"whole{n}"]) if n else UNKNOWN
        of_before = _share(part, n, n - 1, part[f"before{n}"]) if n else UNKNOWN
        rows.append((part["cut"], part["part"], step, n + 1, int(part[f"people{n}"]),
                     int(part[f"n{n}"]), *of_visits, *of_before))  # fmt: skip
    return rows


def _share(part: pd.Series, n: int, of: int, products: float) -> tuple[float, float, float]:
    count, rows = float(part[f"n{n}"]), float(part[f"n{of}"])
    if not rows:
        return UNKNOWN
    spread = spread_of(count / rows, part[f"square{n}"], products, part[f"square{of}"])
    return tuple(clustered_share(count, rows, spread))


def _with_verdicts(
    frame: pd.DataFrame, sums: pd.DataFrame, last: str, false_share: float
) -> pd.DataFrame:
    """Return the funnel with whether a part's share at the last step differs from the others'."""
    place = int(frame.loc[frame["step"].eq(last), "place"].iloc[0]) - 1
    p_values = _p_values(sums, place)
    known = p_values.dropna()
    adjusted = pd.Series(np.nan, index=sums.index)
    if len(known):
        found = control_false_discoveries(known.to_numpy(), rate=false_share, dependent=True)
        adjusted[known.index] = found.adjusted
    keys = pd.MultiIndex.from_frame(sums[["cut", "part"]])
    at = pd.MultiIndex.from_frame(frame[["cut", "part"]])
    told = pd.Series(adjusted.to_numpy(), index=keys).reindex(at).to_numpy()
    told = np.where(frame["step"].eq(last), told, np.nan)
    differs = pd.Series(told <= false_share, dtype="boolean").mask(np.isnan(told))
    return frame.assign(p_adjusted=told, differs=differs.array)


def _p_values(sums: pd.DataFrame, place: int) -> pd.Series:
    """Return of each part the p-value of its last step against all other visits of its cut.

    Groups of customers are not tested: visits may have formed them.
    """
    from scipy.stats import norm

    rest = sums.groupby("cut")[[f"n{place}", "n0", f"square{place}", f"whole{place}", "square0"]]
    rest = rest.transform("sum")
    found = {}
    for row in sums.index[sums["cut"].isin(CUTS)]:
        own, others = sums.loc[row], rest.loc[row] - sums.loc[row, rest.columns]
        if not others["n0"]:
            continue
        one, other = (_share_and_variance(told, place) for told in (own, others))
        variance = one[1] + other[1]
        z = (one[0] - other[0]) / np.sqrt(variance) if variance > 0 else 0.0
        found[row] = 2 * float(norm.sf(abs(z)))
    return pd.Series(found, dtype=float).reindex(sums.index)


def _share_and_variance(told: pd.Series, place: int) -> tuple[float, float]:
    share = told[f"n{place}"] / told["n0"]
    spread = spread_of(share, told[f"square{place}"], told[f"whole{place}"], told["square0"])
    alone = share * (1 - share) * told["n0"]
    return float(share), float(max(spread, alone)) / told["n0"] ** 2


def visit_stops(visits: Table) -> pd.DataFrame:
    """Return where visits without a purchase end: after which step, and at which category.

    Returns
    -------
    DataFrame
        The table `visit_stops`: one row per furthest step and category last seen, with
        `visitors`, `visits`, and `share` of all visits that ended without a purchase.
    """
    columns = list(contracts.load("visit_stops").columns)
    steps = steps_told(visits)
    ended = visits.filter(visits.place < list(STEPS).index(LAST))
    ended = ended.mutate(category=ibis.coalesce(ended.category, NONE))
    by = ended.group_by("place", "category")
    found = by.agg(visitors=ended.visitor.nunique(), visits=ended.count())
    frame = found.order_by("place", ibis.desc("visits"), "category").to_pandas()
    if not steps or frame.empty:
        return pd.DataFrame(columns=columns)
    frame["step"] = frame["place"].map(dict(enumerate(STEPS)))
    frame["share"] = frame["visits"] / frame["visits"].sum()
    return frame[columns]


def shown_way(funnel: pd.DataFrame) -> pd.DataFrame:
    """Return the steps of all visits, for readers."""
    every = funnel[funnel["cut"].eq("all")].rename(columns=READ).reset_index(drop=True)
    return every[["step", "visiting", "visits", "rate", "lower", "upper", "of_before",
                  "of_before_lower", "of_before_upper"]]  # fmt: skip


def shown_ends(funnel: pd.DataFrame) -> pd.DataFrame:
    """Return the share of visits that buy by part of each cut, for readers."""
    last = funnel["place"].eq(funnel["place"].max()) if len(funnel) else funnel["cut"].eq("")
    own = funnel[last & funnel["cut"].ne("all")]
    whole = funnel[funnel["place"].eq(1)].set_index(["cut", "part"])
    at = pd.MultiIndex.from_frame(own[["cut", "part"]])
    told = own[["cut", "part"]].assign(
        visiting=whole["visitors"].reindex(at).to_numpy(),
        visits=whole["visits"].reindex(at).to_numpy(),
    )
    words = {True: "differs", False: "cannot_tell"}
    verdict = [words[one] if one in words else "not_tested" for one in own["differs"].tolist()]
    return told.assign(rate=own["share"], lower=own["lower"], upper=own["upper"],
                       known_to_differ=verdict).reset_index(drop=True)  # fmt: skip


def shown_stops(stops: pd.DataFrame) -> pd.DataFrame:
    """Return where visits without a purchase end, step by step, for readers."""
    place = stops["step"].map(list(STEPS).index)
    told = stops.assign(order=place).sort_values(
        ["order", "visits", "category"], ascending=[True, False, True], ignore_index=True
    )
    return told.drop(columns="order").rename(columns=READ)


def visitor_count(funnel: pd.DataFrame) -> int:
    """Return how many visitors there were."""
    every = funnel[funnel["cut"].eq("all")]
    return int(every["visitors"].max()) if len(every) else 0


def why_no_visits(funnel: pd.DataFrame) -> str | None:
    """Return the key of what to add where there are no visits; None where there are some."""
    return "missing.tables.events" if funnel.empty else None
