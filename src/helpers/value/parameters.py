"""The table `value_parameters`: what was learnt of how customers buy, spend and cost."""

from typing import Any

import numpy as np
import pandas as pd

from helpers.value.gamma_gamma import SpendModel
from helpers.value.known import learn_spend
from helpers.value.margins import Margins
from helpers.value.models import PurchaseModel

NORMAL = 1.959964  # 97.5 % quantile
COLUMNS = ["part", "model", "parameter", "value", "lower", "upper", "customers"]


def value_parameters(
    forecaster: Any, histories: pd.DataFrame, margins: Margins | None
) -> pd.DataFrame:
    """Return the table `value_parameters`; of what is not used there is no row.

    Parameters
    ----------
    forecaster : Forecaster or Unknown
        The way to forecast in use; plain rules have no parameters.
    histories : DataFrame
        As from `histories`: what orders bring is learnt from them.
    margins : Margins or None
        What is left of that; None where costs are not known.
    """
    rows, spend = [], learn_spend(histories)
    orders = getattr(getattr(forecaster, "learned", None), "model", None)
    if orders is not None:
        rows += _fitted("orders", orders.kind, orders)
    if spend is not None:
        rows += _fitted("spend", "gamma_gamma", spend)
    if margins is not None:
        names = ("rate", "per_order", "differing", "chance")
        alone = (np.nan, np.nan, margins.customers)
        rows += [("margin", "credibility", name, getattr(margins, name), *alone) for name in names]
    return pd.DataFrame(rows, columns=COLUMNS)


def _fitted(part: str, name: str, model: PurchaseModel | SpendModel) -> list[tuple]:
    """Return a row per parameter; its interval is taken on the scale of logs."""
    errors = np.sqrt(np.clip(np.diag(model.covariance), 0, None))
    reach = np.exp(np.minimum(NORMAL * errors, 300))
    return [
        (part, name, parameter, value, value / times, value * times, model.customers)
        for (parameter, value), times in zip(model.parameters.items(), reach, strict=True)
    ]
