from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from helpers.value.margins import Margins
from helpers.value.models import PurchaseModel
from helpers.value.parameters import value_parameters

NONE = pd.DataFrame({"frequency": [0], "repeat_spend": [np.nan]})
MODEL = PurchaseModel("bgnbd", {"r": 2.0, "alpha": 3.0}, -1.0, 77, np.diag([0.01, 0.0]), True)


def test_intervals_of_parameters_are_taken_on_the_scale_of_logs():
    forecaster = SimpleNamespace(learned=SimpleNamespace(model=MODEL))

    found = value_parameters(forecaster, NONE, None).set_index("parameter")

    assert found.loc["r", "upper"] / 2 == pytest.approx(np.exp(1.96 * 0.1), rel=1e-3)
    assert found.loc["r", "lower"] * found.loc["r", "upper"] == pytest.approx(4)
    assert found.loc["alpha", ["value", "lower", "upper", "customers"]].tolist() == [3, 3, 3, 77]


def test_plain_rules_have_no_parameters_and_margins_have_theirs():
    margins = Margins(0.4, -3.0, 0.1, 5.0, pd.Series(dtype=float), 50)
    forecaster = SimpleNamespace(learned=SimpleNamespace(model=None))

    found = value_parameters(forecaster, NONE, margins)

    assert found["part"].eq("margin").all()
    assert found.set_index("parameter").loc["per_order", "value"] == -3


def test_what_orders_bring_is_learnt_where_enough_came_again():
    rng = np.random.default_rng(1)
    spend = rng.gamma(3, 9, 300)
    seen = pd.DataFrame({"frequency": rng.integers(1, 9, 300), "repeat_spend": spend})

    found = value_parameters(SimpleNamespace(), seen, None)

    assert found["parameter"].tolist() == ["p", "q", "v"]
