"""For whom a change works: effects that differ between customers, and whom to make it for.

`asked` names the experiments that are asked, `before` tells what was known of their customers
before, `trial` puts it beside arms and outcomes; `learners` (and a causal `forest`, where econml
is installed) learn what to expect of whom, `cross_fitting` keeps everybody from models that have
seen them, `heterogeneity` asks first whether effects differ at all, `policy` chooses for whom,
`guarded` holds that against the metric that must not fall, `qini` and `ranking` say how well
customers are ranked, `refutation` tries to make it fail; `whom` puts one experiment together,
`every` all of them; `showing` and `telling` say it.
"""

from helpers.experiments.uplift.every import ForWhom, for_whom
from helpers.experiments.uplift.showing import show_for_whom, show_tests, show_trust
from helpers.experiments.uplift.telling import claim_policy, say_for_whom, say_targeted

__all__ = [
    "ForWhom",
    "claim_policy",
    "for_whom",
    "say_for_whom",
    "say_targeted",
    "show_for_whom",
    "show_tests",
    "show_trust",
]
