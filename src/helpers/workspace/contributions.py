"""What the amount of a group is made of: needed to tell whether it tells of one person."""

import pandas as pd


def contributions(amounts: pd.Series, groups: pd.Series) -> pd.DataFrame:
    """Return the amount of each group and its two largest contributions, for tables that sum.

    A table that shows the amounts of groups takes these columns beside them: where the
    person with the second largest amount could work out the largest closely, the group is
    withheld. The columns themselves are never shown.

    Parameters
    ----------
    amounts : Series of float
        One amount for each person, none below zero; a missing one is none.
    groups : Series
        The group of each person, in the same order; its name becomes the first column.

    Returns
    -------
    DataFrame
        One row per group: the group, `contributed`, `largest` and `second_largest`.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, section 4.2.

    Examples
    --------
    >>> tier = pd.Series(["high", "high", "high", "low"], name="tier")
    >>> contributions(pd.Series([90.0, 5.0, 3.0, 2.0]), tier)
       tier  contributed  largest  second_largest
    0  high         98.0     90.0             5.0
    1   low          2.0      2.0             0.0
    """
    own = pd.DataFrame({groups.name: groups.to_numpy(), "amount": amounts.fillna(0).to_numpy()})
    ordered = own.sort_values("amount", ascending=False, kind="stable")
    ordered["place"] = ordered.groupby(groups.name).cumcount()
    second = ordered["amount"].where(ordered["place"].eq(1), 0.0)
    grouped = ordered.assign(second=second).groupby(groups.name)
    return pd.DataFrame({
        "contributed": grouped["amount"].sum(), "largest": grouped["amount"].max(),
        "second_largest": grouped["second"].sum(),
    }).reset_index()  # fmt: skip
