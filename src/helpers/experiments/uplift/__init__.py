"""For whom a change works: effects that differ between customers, and whom to make it for.

`before` tells what was known of customers before an experiment, `trial` puts it beside arms and
outcomes; `learners` learn what to expect of whom, `cross_fitting` keeps everybody from models
that have seen them, `heterogeneity` asks first whether effects differ at all, `policy` chooses
for whom, `qini` and `ranking` say how well customers are ranked, `refutation` tries to make it
fail; `whom` puts it together and `telling` says it.
"""

from helpers.experiments.uplift.telling import (
    claim_policy,
    say_for_whom,
    show_for_whom,
    show_trust,
)
from helpers.experiments.uplift.whom import ForWhom, for_whom

__all__ = [
    "ForWhom",
    "claim_policy",
    "for_whom",
    "say_for_whom",
    "show_for_whom",
    "show_trust",
]
