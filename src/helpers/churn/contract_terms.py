"""What contracts differ by, as numbers for a hazard: plan, price and what lists tell beside."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.evidence.traits import WideTraits

FEWEST = 20  # contracts of a level; rarer ones are one level
OTHER = "other"
WITH_TIME = 0.5  # rank correlation with the months, from which a number tells of them
TOLD_BY_OTHERS = 0.9  # share of a number's variance that the other terms explain
TELLS_END = 0.9  # correlation with having ended, from which a column only says it again
MANY = 50  # different values, from which a number is not looked at value by value
RESTATES = "tells_the_end"
GROWS, SAME, EXPLAINED, CONSTANT = "grows_with_time", "same_as_other", "told_by_others", "constant"


class Terms(NamedTuple):
    """What contracts differ by.

    Attributes
    ----------
    frame : DataFrame
        One row per contract, one column of numbers per term, none missing.
    told : DataFrame
        By term: `name` (of the column), `level` (of words), `kind` (*word*, *flag*, *number*,
        *doubling*), `against` (the commonest level, of words), `contracts` (that have it; of
        numbers all of which it is known).
    left_out : DataFrame
        `name` and `why`, of terms that cannot be told apart from time or from others.
    """

    frame: pd.DataFrame
    told: pd.DataFrame
    left_out: pd.DataFrame


def contract_terms(rows: pd.DataFrame, traits: WideTraits | None = None) -> Terms:
    """Return the terms of contracts.

    A number that goes with the months so far (such as what has been paid in all) is left out:
    who stays long has more of it, whatever it does. So is one that the other terms explain, and
    a column that only says again who has ended (such as why).

    Parameters
    ----------
    rows : DataFrame
        As in `Contracts.rows`.
    traits : WideTraits, optional
        Traits by customer, numbers, flags and words.
    """
    parts = [_words("plan", rows["plan"]), _doubling("monthly_amount", rows["monthly_amount"])]
    restated = []
    if traits is not None:
        own = traits.frame.reindex(rows["customer_id"]).set_axis(rows.index)
        restated = [name for name in own if _tells_end(own[name], rows["ended"])]
        parts += [_of_trait(name, own[name], kind) for name, kind in traits.types.items()
                  if name not in restated]  # fmt: skip
    columns = [column for part in parts for column in part]
    every = pd.DataFrame({key: values for key, values, _ in columns}, index=rows.index)
    told = pd.DataFrame([meaning for *_, meaning in columns], index=list(every),
                        columns=["name", "level", "kind", "against", "contracts"])  # fmt: skip
    why = _why_left_out(every, told, rows["months"])
    kept = [name for name in every if name not in why]
    reasons = [(told.at[name, "name"], reason) for name, reason in why.items()]
    reasons += [(name, RESTATES) for name in restated]
    left_out = pd.DataFrame(reasons, columns=["name", "why"], dtype="str").drop_duplicates()
    return Terms(every[kept], told.loc[kept], left_out.reset_index(drop=True))


def _tells_end(values: pd.Series, ended: pd.Series) -> bool:
    """Return whether a column, or that it is filled at all, says again who has ended."""
    end = ended.astype(float)
    groups = [values.isna()]
    if values.nunique() <= MANY:
        groups.append(values.astype("str").fillna(OTHER))
    share = [end.groupby(group.to_numpy()).transform("mean") for group in groups]
    return any(told.std() > 0 and told.corr(end) > TELLS_END for told in share)


def _of_trait(name: str, values: pd.Series, kind: str) -> list[tuple]:
    if kind == "word":
        return _words(name, values)
    numbers = values.astype(float)
    known = int(numbers.notna().sum())
    if kind == "flag":
        return [(name, numbers.fillna(numbers.mean()), (name, "", kind, "", int(numbers.sum())))]
    spread = numbers.std(ddof=0) or 1.0
    standard = ((numbers - numbers.mean()) / spread).fillna(0.0)
    return [(name, standard, (name, "", "number", "", known))]


def _words(name: str, values: pd.Series) -> list[tuple]:
    """Return one column per level but the commonest, against which they are held."""
    texts = values.astype("str").fillna(OTHER)
    size = texts.map(texts.value_counts())
    texts = texts.mask(size.lt(FEWEST), OTHER)
    counts = texts.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    first, *rest = counts.index
    return [
        (f"{name}: {level}", texts.eq(level).astype(float),
         (name, level, "word", first, int(counts[level])))
        for level in rest if counts[level] >= FEWEST
    ]  # fmt: skip


def _doubling(name: str, amounts: pd.Series) -> list[tuple]:
    """Return a price on the scale on which one more is twice as much."""
    known = amounts.astype(float)
    if not known.gt(0).any():
        return []
    logs = np.log2(known.where(known.gt(0), known[known.gt(0)].min()).where(known.notna()))
    centred = (logs - logs.mean()).fillna(0.0)
    return [(name, centred, (name, "", "doubling", "", int(known.notna().sum())))]


def _why_left_out(every: pd.DataFrame, told: pd.DataFrame, months: pd.Series) -> dict[str, str]:
    """Return the terms that are left out, each with why."""
    why: dict[str, str] = {}
    seen: list[np.ndarray] = []
    kinds = told["kind"]
    # Of terms that are the same, the one whose level says it in the fewest words stays.
    for name in told.index[told["level"].str.len().argsort(kind="stable")]:
        values = every[name].to_numpy()
        if np.ptp(values) == 0:
            why[name] = CONSTANT
        elif any(np.array_equal(values, other) or np.array_equal(values, 1 - other)
                 for other in seen):  # fmt: skip
            why[name] = SAME
        elif kinds[name] == "number" and abs(_rank_correlation(values, months)) > WITH_TIME:
            why[name] = GROWS
        else:
            seen.append(values)
    for name in kinds.index[kinds.isin(["number", "doubling"])]:
        rest = every.drop(columns=[*why, name])
        if name not in why and _explained(every[name].to_numpy(), rest) > TOLD_BY_OTHERS:
            why[name] = EXPLAINED
    return why


def _rank_correlation(values: np.ndarray, months: pd.Series) -> float:
    ranks = pd.DataFrame({"value": values, "months": months.to_numpy()}).rank()
    return float(ranks["value"].corr(ranks["months"]))


def _explained(values: np.ndarray, others: pd.DataFrame) -> float:
    """Return the share of variance of a number that a regression on other terms explains."""
    design = np.column_stack([np.ones(len(values)), others.to_numpy()])
    fit = design @ np.linalg.lstsq(design, values, rcond=None)[0]
    return 1 - float(np.var(values - fit) / np.var(values))
