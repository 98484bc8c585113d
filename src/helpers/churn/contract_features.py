"""What a contract's ending is told from: months, plan, price, and what lists tell beside."""

import re
import tomllib
from functools import cache
from pathlib import Path

import pandas as pd

from helpers.churn.contract_terms import GROWS, RESTATES, Terms
from helpers.evidence.traits import WideTraits

OWN = ["months", "plan", "monthly_amount"]
UNKNOWN = "unknown"


def contract_features(
    rows: pd.DataFrame, traits: WideTraits | None = None, *, terms: Terms | None = None
) -> pd.DataFrame:
    """Return what the ending of contracts is told from.

    What speaks of sex, age, family or residence is left out, and so is what only tells how
    long somebody has stayed, or that the end has come (as `terms` found).

    Parameters
    ----------
    rows : DataFrame
        As in `Contracts.rows`.
    traits : WideTraits, optional
        Traits by customer; they have no history, so they are for contracts without days only.
    terms : Terms, optional
        As from `contract_terms`, of the same rows.

    Returns
    -------
    DataFrame
        One row per contract: `months`, `plan`, `monthly_amount`, and one column per trait;
        numbers and flags as float, words as text, none missing.
    """
    frame = rows[OWN].copy()
    if traits is not None:
        timed = set() if terms is None else set(
            terms.left_out.loc[terms.left_out["why"].isin([GROWS, RESTATES]), "name"]
        )  # fmt: skip
        names = [name for name in traits.types.index if not is_protected(name)
                 and name not in timed and name not in frame]  # fmt: skip
        own = traits.frame[names].reindex(rows["customer_id"]).set_axis(rows.index)
        frame = frame.join(own)
    return frame.apply(_filled)


def _filled(values: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(values):
        numbers = values.astype(float)
        return numbers.fillna(numbers.median() if numbers.notna().any() else 0.0)
    return values.astype("str").fillna(UNKNOWN)


def is_protected(name: str) -> bool:
    """Return whether a column speaks of what nobody is to be treated by.

    Examples
    --------
    >>> is_protected("SeniorCitizen"), is_protected("PaymentMethod"), is_protected("所在城市")
    (True, False, True)
    """
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).casefold()
    words = " " + " ".join(re.findall(r"[^\W_]+", apart)) + " "
    return any(f" {word} " in words if word.isascii() else word in words for word in _listed())


@cache
def _listed() -> list[str]:
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["protected"]
