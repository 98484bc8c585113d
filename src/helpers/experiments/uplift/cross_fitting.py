"""Effects expected of customers by models that have not seen them, and effects as measured.

Two ways of keeping customers from their own models. Folds: each customer's effect comes from a
model of all other folds, so that everybody has one. Blocks: units are put in an order by chance
and cut into blocks; each block is foretold by what was learnt from the blocks before it alone.
Only the second gives tests whose errors are right: in folds each part teaches the models that
the others are tested by, which makes chance look like a difference that repeats itself.

References
----------
Luedtke and van der Laan (2016), "Statistical inference for the mean outcome under a possibly
non-unique optimal treatment strategy", Annals of Statistics 44 (blocks). Robins, Rotnitzky and
Zhao (1994), JASA 89, and Chernozhukov et al. (2018), "Double/debiased machine learning",
Econometrics Journal 21 (measured effects).
"""

import numpy as np
import pandas as pd

from helpers.evidence.threads import one_thread
from helpers.experiments.uplift.learners import Learned, arm_models, learn
from helpers.experiments.uplift.trial import Trial

FOLDS = 5
BLOCKS, FIRST = 6, 2  # blocks of an order, and how many of them only teach
ORDERS = 5  # orders by chance, whose answers are averaged


def cut(trial: Trial, parts: int, rng: np.random.Generator) -> np.ndarray:
    """Return to which of so many parts each unit belongs, the arms of one size in each.

    Outcomes are left to chance: parts that were made alike in them would share what chance
    did to all, and one could be foretold from the others.
    """
    order = np.lexsort((rng.random(len(trial.treated)), trial.treated))
    part = np.empty(len(order), dtype=int)
    part[order] = np.arange(len(order)) % parts
    return part


def measured_effects(trial: Trial, fold: np.ndarray) -> np.ndarray:
    """Return each unit's effect as measured: true on average, and with much noise for each.

    The outcome that a model foretells for each arm, put right by the unit's own outcome
    (augmented inverse propensity weighting); models come from the other folds. Since the share
    of the treated is known, the mean is right whatever the models are worth.

    Parameters
    ----------
    fold : ndarray of int
        As from `cut`.
    """
    found, share = np.empty(len(fold)), trial.share
    for number in np.unique(fold):
        own = trial.part(fold == number)
        with one_thread():
            models = arm_models(trial.part(fold != number))
            without, treated = (model(own.known) for model in models)
        left = np.where(own.treated, (own.outcome - treated) / share,
                        -(own.outcome - without) / (1 - share))  # fmt: skip
        found[fold == number] = treated - without + left
    return found


def expected_by_others(name: str, trial: Trial, fold: np.ndarray, **options) -> np.ndarray:
    """Return each unit's expected effect by a model learnt from the other folds."""
    found = np.empty(len(fold))
    for number in np.unique(fold):
        learned = learn(name, trial.part(fold != number), **options)
        found[fold == number] = _of(learned, trial.known[fold == number])
    return found


def expected_from_before(name: str, trial: Trial, block: np.ndarray, **options) -> np.ndarray:
    """Return each unit's expected effect by a model of earlier blocks; nan in those that teach."""
    found = np.full(len(block), np.nan)
    for number in range(FIRST, BLOCKS):
        learned = learn(name, trial.part(block < number), **options)
        found[block == number] = _of(learned, trial.known[block == number])
    return found


def _of(learned: Learned, rows: pd.DataFrame) -> np.ndarray:
    with one_thread():
        return learned.expected(rows)
