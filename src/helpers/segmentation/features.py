"""Features in human units: what each customer did, as counted, and what else is known of them."""

from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa

from helpers.evidence.answers import attitudes
from helpers.evidence.counts import Counts, names, telling
from helpers.segmentation.cuts import CUTS
from helpers.segmentation.finding import Found
from helpers.workspace import engine

AMOUNTS = ["recency_days", "frequency", "monetary", "recent_frequency", "recent_monetary"]
FEWEST = 100  # customers in a part of a place, below which it is no feature


def counted_features(counts: Counts) -> pd.DataFrame:
    """Return the features of one snapshot as they are counted.

    Returns
    -------
    DataFrame
        One row per customer, a column ``block=mark`` for each mark: its share of the
        customer's cases (proportion), or the mean of their values; missing where the
        customer has no case. Without the no beside a yes, and without what is rare.
    """
    cases = counts.cases.sum(axis=0)[:, counts.block_of]
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = np.where(cases > 0, counts.totals.sum(axis=0) / cases, np.nan)
    frame = pd.DataFrame(shares, index=counts.customers, columns=names(counts.columns))
    return frame[telling(frame)]


def long_features(counts: Counts, day: date) -> pa.Table:
    """Return the table `customer_features`: one row per customer, day and known feature.

    As it is written: sorted by its key, each text held once.
    """
    wide = counted_features(counts)
    wide = wide[sorted(wide)]
    block = dict(zip(names(counts.columns), counts.block_of, strict=True))
    cases = counts.cases.sum(axis=0)[:, [block[name] for name in wide]]
    values = wide.to_numpy(dtype=float)
    known = ~np.isnan(values)
    row, column = np.nonzero(known)
    return pa.table({
        "customer_id": _repeated(counts.customers, row),
        "snapshot_day": pa.repeat(pa.scalar(day, pa.date32()), len(row)),
        "feature": pa.DictionaryArray.from_arrays(
            pa.array(column, type=pa.int32()), pa.array(list(wide), type=pa.string())
        ),
        # Of few cases there are few shares: each is written once, which is fast and small.
        "value": pa.array(values[known]).dictionary_encode(),
        "cases": pa.array(cases[known].astype("int64")).dictionary_encode(),
    })  # fmt: skip


def _repeated(texts: pd.Index, place: np.ndarray) -> pa.ChunkedArray:
    """Return the text at each place, which do not fall, in parts that hold only their own texts."""
    held, parts = pa.array(texts, type=pa.string(), from_pandas=True), []
    for start in range(0, len(place), engine.ROWS_IN_GROUP):
        own = place[start : start + engine.ROWS_IN_GROUP]
        codes = pa.array(own - own[0], type=pa.int32())
        parts.append(pa.DictionaryArray.from_arrays(codes, held[own[0] : own[-1] + 1]))
    return pa.chunked_array(parts, type=pa.dictionary(pa.int32(), pa.string()))


def block_of(feature: str) -> str:
    """Return the block of a feature that is counted, else an empty text."""
    block, equals, _ = feature.partition("=")
    return block if equals and block not in CUTS else ""


def is_share(feature: str) -> bool:
    """Return whether a feature is a proportion."""
    return "=" in feature and not feature.endswith("=mean")


def known_of(people: pd.DataFrame, customers: pd.Series) -> pd.DataFrame:
    """Return place and consent as features: for each larger part, 1 who is of it and 0 who is not.

    Parameters
    ----------
    people : DataFrame
        The table `customers`.
    customers : Series of str
        Who is wanted, in order.
    """
    own = people.set_index("customer_id").reindex(customers)
    found = {}
    for cut in CUTS:
        parts = own[cut].astype("str").where(own[cut].notna())
        sizes = parts.value_counts()
        known = parts.notna()
        large = sizes[(sizes >= FEWEST) & (known.sum() - sizes >= FEWEST)]
        for part in sorted(large.index):
            if part != "False":
                found[f"{cut}={part}"] = parts.eq(part).astype(float).where(known)
    return pd.DataFrame(found, index=own.index)


def other_features(
    found: Found,
    scored: pd.DataFrame,
    people: pd.DataFrame,
    counts: Counts,
    answers: pd.DataFrame,
) -> pd.DataFrame:
    """Return the features that did not form the groups, one row per row of `scored`.

    Parameters
    ----------
    found : Found
        The groups, which know what they were formed from.
    scored, people : DataFrame
        `segments` of one day, customers with orders only; and the table `customers`.
    counts : Counts
        Of the same customers and day.
    answers : DataFrame
        As from `newest_answers`.
    """
    customers = scored["customer_id"]
    mix = found.basis.mix
    counted, used = counted_features(counts), mix.blocks if mix else []
    amounts = AMOUNTS if mix else AMOUNTS[3:]
    parts = [
        scored.set_index("customer_id")[amounts].astype(float),
        counted[[name for name in counted if block_of(name) not in used]].loc[customers],
        known_of(people, customers), attitudes(answers, customers),
    ]  # fmt: skip
    return pd.concat([part.set_axis(customers) for part in parts], axis="columns")
