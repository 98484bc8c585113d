from types import SimpleNamespace

import numpy as np
import pandas as pd

from helpers.evidence import Interval
from helpers.segmentation.granularity import Cut
from helpers.segmentation.measures import measures
from helpers.workspace import contracts, engine

TOP = Interval(0.6, 0.5, 0.7)
SPEND = np.array([0.0, 0.0, 0.0, 8.0])


def segments(directions=8, rules=2):
    basis = SimpleNamespace(mix=SimpleNamespace(directions=directions) if directions else None)
    told = SimpleNamespace(table=pd.DataFrame(index=range(rules)), agreement=0.9)
    return SimpleNamespace(
        found=SimpleNamespace(basis=basis, rules=told), of_customers=pd.Series(["s-1"] * 4)
    )


def test_each_measure_that_sentences_tell_has_a_row():
    told = measures(segments(), Cut("s-1", ["a", "b"], (1, 4)), TOP, SPEND)

    own = told.set_index("measure")
    assert own["value"].to_dict() == {
        "top_fifth": 0.6, "gini": 0.75, "directions": 8, "rules_agreement": 0.9,
        "smaller_part": 0.25,
    }  # fmt: skip
    assert own.loc["top_fifth", ["lower", "upper"]].tolist() == [0.5, 0.7]
    assert set(own["n"]) == {4}
    contracts.validate(engine.in_memory(told), contracts.load("segmentation_measures"))


def test_what_is_not_known_has_no_row():
    nothing = segments(directions=0, rules=0), Cut(None, [], (0, 0))

    told = measures(*nothing, Interval(np.nan, np.nan, np.nan), np.zeros(4))

    assert told.empty
