"""What a customer is worth: the helper of notebooks/06_value.ipynb.

`histories` counts what customers bought, `bgnbd`, `mbgnbd` and `paretonbd` say how they go on,
`gamma_gamma` what an order is worth, `retention` how often subscriptions renew; `models` calls
models of buying all alike, `fitting` finds parameters.
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
from helpers.value.retention import (
    RetentionModel,
    discounted_renewals,
    expected_renewals,
    fit_retention,
    lifetime_renewals,
)

__all__ = [
    "NotIdentified",
    "PurchaseModel",
    "RetentionModel",
    "SpendModel",
    "discounted_purchases",
    "discounted_renewals",
    "draw_parameters",
    "expected_order_day",
    "expected_purchases",
    "expected_renewals",
    "expected_spend",
    "fit",
    "fit_retention",
    "fit_spend",
    "histories",
    "lifetime_renewals",
    "probability_alive",
    "untold",
]
