"""What agreement weighs, in general and in a pair: the tables behind charts of weights."""

import re

import numpy as np
import pandas as pd

from helpers.single_view.linkage import Linkage
from helpers.single_view.linker import names
from helpers.single_view.model import levels
from helpers.workspace import privacy

MODEL = ["comparison", "place", "agreement", "m", "u", "weight"]
MISSING, START, SUM = "not_compared", "any_two_records", "in_all"
WORTH_JUDGING = 100  # pairs that are kept for being judged, the most doubtful ones
EXAMPLES = ("clear", "only_just", "not_quite")
FEWEST_RECORDS = 10  # below this an example would be somebody


def level_weights(linkage: Linkage) -> pd.DataFrame:
    """Return what each level of agreement weighs.

    Returns
    -------
    DataFrame
        The table `linkage_model`; without rows where nothing was compared.

    References
    ----------
    Fellegi and Sunter (1969), "A theory for record linkage", Journal of the American
    Statistical Association 64: the weight of a level is log2(m / u).
    """
    if not linkage.model:
        return pd.DataFrame(columns=MODEL)
    rows = [
        (name, place, told["label_for_charts"], told["m_probability"], told["u_probability"])
        for name, comparison in zip(names(linkage.model), linkage.model["comparisons"], strict=True)
        for place, told in enumerate(levels(comparison), start=1)
    ]
    frame = pd.DataFrame(rows, columns=MODEL[:-1])
    return frame.assign(weight=np.log2(frame["m"] / frame["u"]))


def doubtful_pairs(
    linkage: Linkage, *, threshold: float, most: int = WORTH_JUDGING
) -> pd.DataFrame:
    """Return the pairs that are nearest to the threshold, detail by detail.

    Pairs that a rule links without weighing are in no doubt.

    Returns
    -------
    DataFrame
        The table `linkage_pairs`.
    """
    pairs = _weighed(linkage)
    away = (pairs["weight"] - _bits(threshold)).abs()
    chosen = pairs.assign(away=away).sort_values(["away", "record_l", "record_r"]).head(most)
    return _by_detail(chosen, linkage)


def example_pairs(linkage: Linkage, *, threshold: float) -> pd.DataFrame:
    """Return three pairs that show how weights add up, detail by detail.

    *clear* has the median weight of the pairs that were joined, *only_just* the least of
    them, *not_quite* the most of those that were not.

    Returns
    -------
    DataFrame
        As `linkage_pairs`, with `example`; fewer where there is no such pair, and none
        where there are fewer records than `FEWEST_RECORDS`.
    """
    pairs = _weighed(linkage).sort_values(["weight", "record_l", "record_r"])
    same = pairs["record_l"].map(linkage.people).eq(pairs["record_r"].map(linkage.people))
    likely = pairs["weight"] >= _bits(threshold)
    joined, not_joined = pairs[same & likely], pairs[~same & ~likely]
    if len(linkage.people) < FEWEST_RECORDS:
        joined, not_joined = joined.head(0), not_joined.head(0)
    middle = len(joined) // 2
    chosen = (joined.iloc[middle : middle + 1], joined.head(1), not_joined.tail(1))
    parts = [
        _by_detail(pair, linkage).assign(example=example)
        for example, pair in zip(EXAMPLES, chosen, strict=True)
    ]
    return pd.concat(parts, ignore_index=True)


def _weighed(linkage: Linkage) -> pd.DataFrame:
    """Return the pairs that no rule links."""
    sides = ["record_l", "record_r"]
    certain = pd.MultiIndex.from_frame(linkage.links[sides])
    return linkage.pairs[~pd.MultiIndex.from_frame(linkage.pairs[sides]).isin(certain)]


def _bits(threshold: float) -> float:
    return float(np.log2(threshold / (1 - threshold)))


def _by_detail(pairs: pd.DataFrame, linkage: Linkage) -> pd.DataFrame:
    """Return one row per pair and comparison."""
    told = level_weights(linkage)
    told["level"] = told.groupby("comparison")["place"].transform("max") - told["place"]
    label = told.set_index(["comparison", "level"])["agreement"]
    together = pairs["record_l"].map(linkage.people).eq(pairs["record_r"].map(linkage.people))
    parts = []
    for name in names(linkage.model) if linkage.model else ():
        places = pd.MultiIndex.from_arrays([[name] * len(pairs), pairs[f"level_{name}"]])
        parts.append(pd.DataFrame({
            "record": pairs["record_l"], "other_record": pairs["record_r"], "comparison": name,
            "agreement": label.reindex(places).to_numpy(), "weight": pairs[f"weight_{name}"],
            "probability": pairs["probability"], "together": together,
        }))  # fmt: skip
    columns = ["record", "other_record", "comparison", "agreement", "weight", "probability",
               "together"]  # fmt: skip
    found = pd.concat(parts) if parts else pd.DataFrame(columns=columns)
    found["agreement"] = found["agreement"].astype("str").where(found["agreement"].notna())
    return found.sort_values(["record", "other_record"], kind="stable", ignore_index=True)


def steps_of(examples: pd.DataFrame, linkage: Linkage, example: str) -> pd.DataFrame:
    """Return how one example's weights add up, from any two records to these two.

    Returns
    -------
    DataFrame
        `comparison` (or *any_two_records*, or *in_all*), `agreement`, `weight` (bits), `begin`
        and `end` (bits, added up so far); without rows where there is no such example.
    """
    own = examples[examples["example"].eq(example) & examples["agreement"].notna()]
    if own.empty:
        return pd.DataFrame(columns=["comparison", "agreement", "weight", "begin", "end"])
    share = linkage.model["probability_two_random_records_match"]
    first = pd.DataFrame({"comparison": [START], "agreement": [""], "weight": [_bits(share)]})
    steps = pd.concat([first, own[["comparison", "agreement", "weight"]]], ignore_index=True)
    steps["end"] = steps["weight"].cumsum()
    steps["begin"] = steps["end"] - steps["weight"]
    whole = steps["end"].iloc[-1]
    last = {"comparison": SUM, "agreement": "", "weight": whole, "begin": 0.0, "end": whole}
    return pd.concat([steps, pd.DataFrame([last])], ignore_index=True)


def masked_examples(examples: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """Return the masked details of the example pairs: `pair` (which), `field`, `one`, `other`.

    Lengths are left out: with one letter they would tell one customer in ten from all others.
    """
    details = records.set_index("record_id")
    rows = [
        (pair.example, field, *(_shape(details.loc[record, field])
                                for record in (pair.record, pair.other_record)))
        for pair in examples.drop_duplicates("example").itertuples()
        for field in ("name", "email", "phone", "address")
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["pair", "field", "one", "other"])


def _shape(text: str | None) -> str:
    return re.sub(r"([*#])\1*", r"\1\1\1", privacy.mask(text))
