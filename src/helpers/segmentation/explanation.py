"""How far groups of last quarter explain what customers spend in this one."""

from datetime import date

import numpy as np
import pandas as pd

from helpers.evidence import basic_interval, bootstrap_blocks, bundles_of, grade_skill
from helpers.evidence.basis import learn_basis, points_of
from helpers.evidence.clusters import choose_groups, fit_centres, group_names, nearest
from helpers.evidence.counts import Counts
from helpers.segmentation.rfm import SCORES, joined_scores
from helpers.segmentation.snapshots import Snapshots, on_day, spend_between, with_orders

GROUPINGS = (
    "rfm_sum", "recency_frequency", "named_cell", "value_class", "spend_tier", "frequency_tier",
    "cluster",
)  # fmt: skip

FEWEST = 100  # customers from whom groups are compared and graded

EXPLANATION_COLUMNS = [
    "grouping", "groups", "customers", "explained", "explained_lower", "explained_upper",
    "behind_best", "behind_lower", "behind_upper", "skill", "skill_lower", "skill_upper", "grade",
]  # fmt: skip


def explain_latest(
    snapshots: Snapshots, counts: dict[date, Counts], days: list[date], *, seed: int
) -> pd.DataFrame:
    """Return `explain_next` for the last two steps between snapshot days.

    Parameters
    ----------
    snapshots : Snapshots
        As from `take_snapshots`.
    counts : dict of date to Counts
        As from `count_days`, of the last three snapshot days at least.
    days : list of date
        Its snapshot days, oldest first.

    Returns
    -------
    DataFrame
        The table `group_explanation`; without rows where there are fewer than
        three snapshots with at least 100 customers.
    """
    own = {day: with_orders(on_day(snapshots.segments, day)) for day in days[-3:-1]}
    if len(days) < 3 or len(own[days[-3]]) < FEWEST:
        return pd.DataFrame(columns=EXPLANATION_COLUMNS)
    before, then, now = days[-3:]
    earlier, later = _with_clusters(
        (own[before], counts[before]), (own[then], counts[then]), seed
    )
    return explain_next(
        later, spend_between(snapshots.days[now], then, now),
        earlier, spend_between(snapshots.days[then], before, then), seed=seed,
    )  # fmt: skip


def _with_clusters(
    before: tuple[pd.DataFrame, Counts], then: tuple[pd.DataFrame, Counts], seed: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return both snapshots with clusters that were learnt on the earlier one alone."""
    basis = learn_basis(*before, seed=seed)
    points = points_of(basis, *before)
    groups = choose_groups(points, seed=seed, refits=10).groups
    centres = fit_centres(points, groups, seed=seed)
    return (
        before[0].assign(cluster=group_names(nearest(points, centres))),
        then[0].assign(cluster=group_names(nearest(points_of(basis, *then), centres))),
    )


def explain_next(
    then: pd.DataFrame,
    spend: pd.Series,
    before: pd.DataFrame,
    spend_before: pd.Series,
    *,
    seed: int,
    resamples: int = 499,
) -> pd.DataFrame:
    """Return how far groups at the end of last quarter explain this quarter's spend.

    `explained` is epsilon squared of log(1 + spend). `skill` is held out: each
    customer is given the mean of the same group one quarter earlier, and the
    squared error is held against giving everybody the earlier mean of all.

    Parameters
    ----------
    then, before : DataFrame
        `segments` at the end of last quarter, and one quarter before.
    spend, spend_before : Series
        Net spend in this quarter and in the last, by customer; absent is zero.
    seed : int
        Seed of the resampling.

    Returns
    -------
    DataFrame
        The table `group_explanation`, best first; without rows where nobody can
        be compared.
    """
    labels, earlier = group_labels(then), group_labels(before)
    if len(labels) < FEWEST:
        return pd.DataFrame(columns=EXPLANATION_COLUMNS)
    target = np.log1p(spend.reindex(labels.index).fillna(0).to_numpy())
    known = np.log1p(spend_before.reindex(earlier.index).fillna(0).to_numpy())
    rng = np.random.default_rng(seed)
    codes = {name: pd.factorize(labels[name], sort=True)[0] for name in GROUPINGS}
    found, drawn = _explained(target, codes, resamples=resamples, rng=rng)
    best = max(GROUPINGS, key=lambda name: np.nan_to_num(found[name], nan=-1))
    rows = []
    for name in GROUPINGS:
        behind = basic_interval(found[best] - found[name], drawn[best] - drawn[name])
        loss, base = _held_out_losses(labels[name], target, earlier[name], known)
        grade = grade_skill(loss, base, rng=rng)
        rows.append((
            name, codes[name].max() + 1, len(labels), *basic_interval(found[name], drawn[name]),
            *behind, grade.skill, grade.lower, grade.upper, grade.letter,
        ))  # fmt: skip
    frame = pd.DataFrame(rows, columns=EXPLANATION_COLUMNS)
    return frame.sort_values(["explained", "grouping"], ascending=[False, True], ignore_index=True)


def _explained(
    target: np.ndarray, codes: dict[str, np.ndarray], *, resamples: int, rng: np.random.Generator
) -> tuple[dict[str, float], dict[str, np.ndarray]]:
    """Return epsilon squared of each grouping, of all customers and of each resample."""
    bundle = bundles_of(len(target), rng=rng)
    whole = np.ones((1, int(bundle.max()) + 1))
    parts = [
        [epsilon_squared(target, own, weights, bundle) for own in codes.values()]
        for weights in bootstrap_blocks(whole.shape[1], resamples=resamples, rng=rng)
    ]
    drawn = map(np.concatenate, zip(*parts, strict=True))
    found = {
        name: float(epsilon_squared(target, own, whole, bundle)[0]) for name, own in codes.items()
    }
    return found, dict(zip(codes, drawn, strict=True))


def _held_out_losses(
    labels: pd.Series, target: np.ndarray, earlier: pd.Series, known: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return squared errors of the earlier group means, and of the earlier mean of all."""
    everybody = known.mean() if len(known) else 0.0
    means = pd.Series(known, index=earlier.index).groupby(earlier).mean()
    expected = labels.map(means).fillna(everybody).to_numpy(dtype=float)
    return (target - expected) ** 2, (target - everybody) ** 2


def group_labels(segments: pd.DataFrame) -> pd.DataFrame:
    """Return each way of grouping as a column of labels, indexed by customer."""
    scored = segments.dropna(subset=["r_score"]).set_index("customer_id").sort_index()
    joined = joined_scores(scored[["r_score", "f_score"]])
    return pd.DataFrame({
        "rfm_sum": scored[SCORES].sum(axis="columns").astype("str"), "recency_frequency": joined,
        **{name: scored[name] for name in GROUPINGS[2:]},
    })  # fmt: skip


def epsilon_squared(
    values: np.ndarray, labels: np.ndarray, weights: np.ndarray, bundle: np.ndarray | None = None
) -> np.ndarray:
    """Return the share of variance that groups explain, adjusted for their number.

    It is the adjusted R squared of a regression on group dummies: about zero for
    groups made at random, however many they are.

    Parameters
    ----------
    values : ndarray of float, shape (customers,)
    labels : ndarray of int, shape (customers,)
        Group of each customer, counted from 0.
    weights : ndarray of int, shape (resamples, bundles)
        How often each bundle counts.
    bundle : ndarray of int, shape (customers,), optional
        The bundle of each customer; by default each is alone.

    Returns
    -------
    ndarray of float, shape (resamples,)
        nan where all values are alike.

    References
    ----------
    Kelley (1935), "An unbiased correlation ratio measure", PNAS 21.
    """
    bundle = np.arange(len(values)) if bundle is None else bundle
    shape = weights.shape[1], labels.max() + 1
    cell, weights = bundle * shape[1] + labels, weights.astype(float)
    size, total = (
        weights @ np.bincount(cell, weights=each, minlength=shape[0] * shape[1]).reshape(shape)
        for each in (np.ones(len(values)), values)
    )
    rows = size.sum(axis=1)
    mean = total.sum(axis=1) / rows
    between = (np.divide(total**2, size, out=np.zeros_like(total), where=size > 0)).sum(axis=1)
    between -= rows * mean**2
    spread = weights @ np.bincount(bundle, weights=values**2) - rows * mean**2
    groups = (size > 0).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return 1 - (1 - between / spread) * (rows - 1) / (rows - groups)
