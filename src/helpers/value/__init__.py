"""What a customer is worth: the helper of notebooks/06_value.ipynb.

`histories` counts what customers bought, `bgnbd`, `mbgnbd` and `paretonbd` say how they go on,
`gamma_gamma` what an order is worth; `models` calls them all alike, `fitting` finds their
parameters.
"""

from helpers.value.gamma_gamma import SpendModel, expected_spend, fit_spend
from helpers.value.histories import NotIdentified, histories
from helpers.value.models import (
    PurchaseModel,
    discounted_purchases,
    draw_parameters,
    expected_order_day,
    expected_purchases,
    fit,
    probability_alive,
    untold,
)

__all__ = [
    "NotIdentified",
    "PurchaseModel",
    "SpendModel",
    "discounted_purchases",
    "draw_parameters",
    "expected_order_day",
    "expected_purchases",
    "expected_spend",
    "fit",
    "fit_spend",
    "histories",
    "probability_alive",
    "untold",
]
