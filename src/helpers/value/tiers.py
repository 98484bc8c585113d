"""Tiers by value in the year ahead, and how customers move between them and those of the past."""

import numpy as np
import pandas as pd

from helpers.workspace.contributions import contributions

TIERS = ("high", "mid", "low", "none")
HARDLY = 0.1  # order days expected within a year, below which a customer is of tier none


def value_tiers(
    worth: pd.Series, orders: pd.Series, *, high_share: float = 0.2, mid_share: float = 0.3
) -> pd.Series:
    """Return high, mid, low or none for each customer's value in the year ahead.

    None is who brings nothing, or of whom hardly an order is expected (fewer than HARDLY).
    Of the others the best `high_share` are high, the next `mid_share` mid. Equal values
    get equal tiers; of whom nothing is foretold has none.

    Parameters
    ----------
    worth, orders : Series of float
        By customer, value and order days of the year ahead.
    """
    counted = worth.gt(0) & orders.ge(HARDLY)
    tier = pd.Series("none", index=worth.index, dtype="str")
    if counted.any():
        cuts = 1 - high_share, 1 - high_share - mid_share
        high, mid = np.quantile(worth[counted], cuts, method="inverted_cdf")
        tier = tier.mask(counted, "low").mask(counted & worth.gt(mid), "mid")
        tier = tier.mask(counted & worth.gt(high), "high")
    return tier.where(worth.notna())


def tier_profile(value: pd.DataFrame) -> pd.DataFrame:
    """Return the table `value_tiers`: what customers of each tier brought and are to bring.

    Parameters
    ----------
    value : DataFrame
        The table `customer_value`.
    """
    by = value.groupby("value_tier")
    frame = pd.DataFrame({
        "customers": by.size(), "share": by.size() / max(len(value), 1),
        "mean_predicted": by["predicted_clv_365"].mean().round(2),
        "predicted_share": _shares(by["predicted_clv_365"].sum()),
        "mean_historic": by["historic_clv"].mean().round(2),
        "historic_share": _shares(by["historic_clv"].sum()),
        "mean_orders_365": by["expected_orders_365"].mean(),
        "mean_alive": by["p_alive"].mean(),
    })  # fmt: skip
    return frame.reindex([tier for tier in TIERS if tier in frame.index]).reset_index()


def _shares(amounts: pd.Series) -> pd.Series:
    """Return what share of the whole each amount is; missing where the whole is nothing."""
    whole = amounts.sum()
    return amounts / whole if whole > 0 else amounts * np.nan


def with_contributions(groups: pd.DataFrame, value: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return groups with what guards their amounts from telling one customer's."""
    larger = value[["predicted_clv_365", "historic_clv"]].abs().max(axis=1)
    return groups.merge(contributions(larger, value[by]), on=by)


def past_and_ahead(value: pd.DataFrame) -> pd.DataFrame:
    """Return the table `value_cross`: customers by the tier of their past and the one ahead.

    The past is cut as the year ahead is: the best fifth by `historic_clv`, the next three
    tenths, the others; none is who left nothing.
    """
    by = value.assign(historic_tier=past_tiers(value)).groupby(["historic_tier", "value_tier"])
    frame = pd.DataFrame({
        "customers": by.size(), "mean_historic": by["historic_clv"].mean().round(2),
        "mean_predicted": by["predicted_clv_365"].mean().round(2),
    }).reset_index()  # fmt: skip
    places = {tier: place for place, tier in enumerate(TIERS)}
    order = frame[["historic_tier", "value_tier"]].apply(lambda names: names.map(places))
    return frame.loc[order.sort_values(["historic_tier", "value_tier"]).index].reset_index(
        drop=True)  # fmt: skip


def past_tiers(value: pd.DataFrame) -> pd.Series:
    """Return each customer's tier by what it brought so far."""
    return value_tiers(value["historic_clv"], pd.Series(1.0, index=value.index))
