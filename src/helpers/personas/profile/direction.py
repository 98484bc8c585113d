"""Statements that are worded the other way round: found in the answers, never turned in silence.

A statement is turned only where the questionnaire declares it. Whether answers agree with
the declaration is measured and told. Statements of another survey are taken for a scale
where they ask for one subject, on the same steps, and hang together; a statement that
stands alone cannot be checked by any means.

References
----------
Cronbach (1951), "Coefficient alpha and the internal structure of tests", Psychometrika 16.
Fisher (1915), "Frequency distribution of the values of the correlation coefficient",
Biometrika 10 (the interval). Weijters and Baumgartner (2012), "Misresponse to reversed and
negated items in surveys", Journal of Marketing Research 49.
"""

import numpy as np
import pandas as pd

from helpers.personas.profile.asked import answered
from helpers.personas.profile.items import FEWEST, MEAN, Item
from helpers.personas.profile.mapping import ATTITUDE, QUESTION
from helpers.personas.profile.questionnaire import question_of

COLUMNS = ["scale", "item", "n", "correlation", "lower", "upper", "declared_reversed", "verdict"]
AGREES, OTHER_WAY, UNTOLD = "agrees", "other_way_round", "cannot_tell"
ALONE, NO_SCALE = "stands_alone", "no_scale"
COHERENT = 0.7  # Cronbach's alpha from which on statements of one subject are a scale


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
        interval lies below nought; *no_scale*: the statements of its subject do not hang
        together; *stands_alone*: there is no other.
    """
    scales: dict[tuple, dict[str, Item]] = {}
    for item in items:
        asked = item.form == "mean" and item.name.startswith(QUESTION)
        if asked and item.values[MEAN].notna().any():
            scales.setdefault(_scale(item), {})[item.name] = item
    rows = [row for scale, own in scales.items() for row in _of_scale(scale[0], own)]
    return pd.DataFrame(rows, columns=COLUMNS).sort_values(["scale", "item"], ignore_index=True)


def _scale(item: Item) -> tuple:
    """Return what makes statements one scale: that which is declared, else subject and steps."""
    question = question_of(item.name[len(QUESTION) :])
    if question:
        return (question.scale or item.name,)
    steps = float(item.values[MEAN].min()), float(item.values[MEAN].max())
    return (item.subject.name if item.subject.name != ATTITUDE else item.name, *steps)


def _of_scale(scale: str, own: dict[str, Item]):
    answers = pd.DataFrame({name: item.values[MEAN] for name, item in own.items()})
    turned = {name: _declared(name) for name in own}
    ends = answers.min().min() + answers.max().max()
    straight = pd.DataFrame({
        name: ends - column if turned[name] else column for name, column in answers.items()
    })  # fmt: skip
    known = any(question_of(name[len(QUESTION) :]) for name in own)
    together = len(own) > 1 and (known or alpha_either_way(straight) >= COHERENT)
    for name in own:
        rest = straight.drop(columns=name).mean(axis=1)
        both = straight[name].notna() & rest.notna()
        told = _correlation(straight.loc[both, name], rest[both])
        verdict = ALONE if len(own) < 2 else _verdict(*told) if together else NO_SCALE
        yield scale if together else "", name, len(answers[name].dropna()), *told, turned[
            name], verdict  # fmt: skip


def alpha_either_way(answers: pd.DataFrame) -> float:
    """Return Cronbach's alpha (standardised) once statements are turned to point one way.

    They are turned by the signs of their first principal component, so that a scale of
    mixed direction is known as one.
    """
    known = answers.dropna()
    if len(known) < FEWEST or known.std().eq(0).any():
        return 0.0
    shared = known.corr().to_numpy()
    signs = np.sign(np.linalg.eigh(shared)[1][:, -1])
    one_way, rows = shared * np.outer(signs, signs), len(shared)
    mean = (one_way.sum() - rows) / (rows * (rows - 1))
    return float(rows * mean / (1 + (rows - 1) * mean))


def _declared(name: str) -> bool:
    question = question_of(name[len(QUESTION) :])
    return bool(question and question.reversed)


def _correlation(one: pd.Series, other: pd.Series) -> tuple[float, float, float]:
    """Return Pearson's correlation with Fisher's interval; missing of too few or all alike."""
    if len(one) < FEWEST or one.std() == 0 or other.std() == 0:
        return np.nan, np.nan, np.nan
    found = float(np.corrcoef(one, other)[0, 1])
    half = 1.959964 / np.sqrt(len(one) - 3)
    middle = np.arctanh(np.clip(found, -0.999999, 0.999999))
    return found, float(np.tanh(middle - half)), float(np.tanh(middle + half))


def _verdict(found: float, lower: float, upper: float) -> str:
    if np.isnan(found) or lower <= 0 <= upper:
        return UNTOLD
    return AGREES if lower > 0 else OTHER_WAY


def survey_directions(newest: pd.DataFrame, customers: pd.Index) -> pd.DataFrame:
    """Return `directions` of what customers answered.

    Parameters
    ----------
    newest : DataFrame
        As from `newest_answers`.
    customers : Index
        Whose answers count, sorted.
    """
    return directions(answered(newest, customers))
