"""Statements that are worded the other way round: found in the answers, never turned in silence.

A statement is turned only where the questionnaire declares it. Whether answers agree with
the declaration is measured and told, of declared statements and of all others of a scale.

References
----------
Cronbach (1951), "Coefficient alpha and the internal structure of tests", Psychometrika 16.
Fisher (1915), "Frequency distribution of the values of the correlation coefficient",
Biometrika 10 (the interval). Weijters and Baumgartner (2012), "Misresponse to reversed and
negated items in surveys", Journal of Marketing Research 49.
"""

import numpy as np
import pandas as pd

from helpers.personas.items import FEWEST, MEAN, Item
from helpers.personas.questionnaire import question_of

COLUMNS = ["scale", "item", "n", "correlation", "lower", "upper", "declared_reversed", "verdict"]
AGREES, OTHER_WAY, UNTOLD, ALONE = "agrees", "other_way_round", "cannot_tell", "stands_alone"


def directions(items: list[Item]) -> pd.DataFrame:
    """Return for each statement whether it points as the rest of its scale does.

    Parameters
    ----------
    items : list of Item
        What is known of customers; answers on a scale count.

    Returns
    -------
    DataFrame
        One row per statement: `correlation` with the mean of the scale's other statements
        once declared ones are turned, with Fisher's 95 % interval. *other_way_round*: the
        interval lies below nought; *stands_alone*: there is no other statement of its scale,
        so that its direction cannot be checked.
    """
    scales: dict[str, dict[str, Item]] = {}
    for item in items:
        if item.form == "mean" and item.name.startswith("q:"):
            question = question_of(item.name[2:])
            scale = question.scale if question else ""
            scales.setdefault(scale or item.name, {})[item.name] = item
    rows = [row for scale, own in scales.items() for row in _of_scale(scale, own)]
    return pd.DataFrame(rows, columns=COLUMNS).sort_values(["scale", "item"], ignore_index=True)


def _of_scale(scale: str, own: dict[str, Item]):
    answers = pd.DataFrame({name: item.values[MEAN] for name, item in own.items()})
    turned = {name: _declared(name) for name in own}
    ends = answers.min().min() + answers.max().max()
    straight = answers.where(~pd.Series(turned), ends - answers)
    for name in own:
        rest = straight.drop(columns=name).mean(axis=1)
        both = straight[name].notna() & rest.notna()
        told = _correlation(straight.loc[both, name], rest[both])
        yield (scale if len(own) > 1 else "", name, int(both.sum()), *told, turned[name],
               _verdict(len(own), *told))  # fmt: skip


def _declared(name: str) -> bool:
    question = question_of(name[2:])
    return bool(question and question.reversed)


def _correlation(one: pd.Series, other: pd.Series) -> tuple[float, float, float]:
    """Return Pearson's correlation with Fisher's interval; missing of too few or all alike."""
    if len(one) < FEWEST or one.std() == 0 or other.std() == 0:
        return np.nan, np.nan, np.nan
    found = float(np.corrcoef(one, other)[0, 1])
    half = 1.959964 / np.sqrt(len(one) - 3)
    middle = np.arctanh(np.clip(found, -0.999999, 0.999999))
    return found, float(np.tanh(middle - half)), float(np.tanh(middle + half))


def _verdict(size: int, found: float, lower: float, upper: float) -> str:
    if size < 2:
        return ALONE
    if np.isnan(found) or lower <= 0 <= upper:
        return UNTOLD
    return AGREES if lower > 0 else OTHER_WAY
