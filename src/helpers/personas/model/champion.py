"""Whether the personas of the quarter before go on, or give way to new ones that are better."""

from typing import NamedTuple

import numpy as np

from helpers.personas.model.choosing import (
    FAR_APART,
    GOOD_ENOUGH,
    KEPT,
    LEAST_GAIN,
    Evidence,
    Gains,
    foretold_with,
)
from helpers.personas.model.held_out import Customers
from helpers.personas.model.model_rows import Stored
from helpers.personas.model.models import degrees_of, main

TINY = 0.01  # share of customers, below which a persona before is hardly there any more


class Verdict(NamedTuple):
    """Kind and number of the personas that stand, whether they are those before, and why.

    `pair` is None where there is one persona.
    """

    pair: tuple[str, int] | None
    keeps: bool
    why: str


def defend(
    customers: Customers,
    evidence: Evidence,
    challenger: tuple[str, int] | None,
    before: Stored | None,
) -> Verdict:
    """Return whether the model before goes on.

    It does, as it is, as long as it foretells what customers did this quarter, and new
    personas do not foretell it clearly better: by more than chance, and by more than three
    hundredths. So ids and names change where customers do, and not with every refit.

    Parameters
    ----------
    customers : Customers
        From whom the evidence was taken.
    challenger : tuple of (str, int) or None
        Kind and number that this quarter's evidence speaks for.
    before : Stored or None
        The model of the quarter before.
    """
    fresh = Verdict(challenger, False, "one_cloud" if challenger is None else "found")
    if before is None or before.model.groups < 2 or before.basis.name != evidence.basis:
        return fresh
    own = foretold_with(evidence.trials, before.model, before.basis)
    if not _still_there(customers, before) or not _more_than_cuts(own, before, evidence):
        return fresh
    if challenger is not None and _clearly_better(evidence.gains[challenger], own):
        return fresh._replace(why="renewed")
    return Verdict((before.model.kind, before.model.groups), True, "kept")


def _still_there(customers: Customers, before: Stored) -> bool:
    labels = main(degrees_of(before.model, before.basis, customers.known(before.basis)))
    size = np.bincount(labels, minlength=before.model.groups)
    return bool(size.min() >= TINY * len(labels))


def _more_than_cuts(own: Gains, before: Stored, evidence: Evidence) -> bool:
    """Return whether the personas before are more than cuts through one cloud."""
    if own.interval()[0] <= 0:
        return False
    if evidence.cloud is not None:
        return own.share_of(evidence.cloud)[1] >= KEPT * GOOD_ENOUGH
    return evidence.apart.get(before.model.groups, 0.0) >= FAR_APART * GOOD_ENOUGH


def _clearly_better(new: Gains, old: Gains) -> bool:
    ahead = old.behind(new)
    return ahead.interval()[0] > 0 and ahead.mean > LEAST_GAIN * new.mean
