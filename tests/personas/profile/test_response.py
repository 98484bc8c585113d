import numpy as np
import pandas as pd
import pytest

from helpers.evidence import mean_difference, proportion_interval
from helpers.personas.profile.response import response

PEOPLE = [f"c{number:03d}" for number in range(100)]
MEMBERS = pd.DataFrame({"customer_id": PEOPLE, "persona_id": ["p-1"] * 60 + ["p-2"] * 40,
                        "is_main": True})  # fmt: skip
MARGIN = pd.DataFrame({"customer_id": PEOPLE, "revenue": np.arange(100.0)})


def test_who_answered_is_counted_per_persona_and_held_against_who_did_not():
    answers = pd.DataFrame({"customer_id": [*PEOPLE[:3], PEOPLE[99], "stranger"]})

    told = response(answers, MEMBERS, MARGIN).set_index("persona_id")

    assert told["answered"].to_dict() == {"": 4, "p-1": 3, "p-2": 1}
    assert told.loc["p-1", ["share", "lower", "upper"]].tolist() == pytest.approx(
        proportion_interval(3, 60)
    )
    own, rest = np.array([0.0, 1, 2, 99]), np.setdiff1d(np.arange(100.0), [0, 1, 2, 99])
    assert told.loc["", ["difference", "difference_lower"]].tolist() == pytest.approx(
        mean_difference(treatment=own, control=rest)[:2]
    )
    assert np.isnan(told.loc["p-2", "difference"])  # one answer has no spread


def test_where_nobody_answered_the_share_is_nought_and_nothing_is_compared():
    told = response(pd.DataFrame({"customer_id": []}), MEMBERS, MARGIN)

    assert told["share"].tolist() == [0, 0, 0]
    assert told["difference"].isna().all()
