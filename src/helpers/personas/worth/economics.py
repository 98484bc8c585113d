"""The table `persona_economics`: what each persona brings and costs, and its role."""

import numpy as np
import pandas as pd

from helpers.evidence import mean_interval
from helpers.personas.profile.gathering import main_personas
from helpers.personas.profile.items import FEWEST
from helpers.personas.worth.held_out_margins import COLUMNS
from helpers.personas.worth.margins import COSTS, customer_margin
from helpers.personas.worth.ranking import with_roles
from helpers.personas.worth.sales import Sales
from helpers.workspace import contracts

MONEY = ["revenue", *COSTS, "discounts"]


def margins(sales: Sales, members: pd.DataFrame) -> pd.DataFrame:
    """Return the table `customer_margin` of all who have a persona.

    Parameters
    ----------
    sales : Sales
        As from `read_sales`.
    members : DataFrame
        The table `persona_members`.
    """
    return customer_margin(sales, main_personas(members).index)


def economics(
    margin: pd.DataFrame, members: pd.DataFrame, held_out: pd.DataFrame
) -> pd.DataFrame:
    """Return the table `persona_economics`: what members bring and cost per customer and year.

    Parameters
    ----------
    margin : DataFrame
        The table `customer_margin`.
    members : DataFrame
        The table `persona_members`; each customer counts for its main persona.
    held_out : DataFrame
        As from `held_out_margins`: without it no persona is set apart by its margin.
    """
    persona = margin["customer_id"].map(main_personas(members))
    own = margin[persona.notna()].assign(persona_id=persona.dropna())
    told = per_persona(own).merge(held_out, on="persona_id", how="left")
    told = with_roles(told, float(own["margin"].mean()))
    return told[list(contracts.load("persona_economics").columns)]


def per_persona(own: pd.DataFrame) -> pd.DataFrame:
    """Return means per persona, and those of everybody else under names with `_elsewhere`.

    Parameters
    ----------
    own : DataFrame
        `customer_margin` with `persona_id`.
    """
    rows = []
    for name, members in own.groupby("persona_id"):
        others = own[own["persona_id"].ne(name)]
        ends = {"": members, "_elsewhere": others}
        means = {f"{part}{end}": side[part].mean() if len(side) else np.nan
                 for end, side in ends.items() for part in [*MONEY, "margin"]}  # fmt: skip
        rows.append({
            "persona_id": name, "customers": len(members), **means, **_bounds(members["margin"]),
            "discount_share": _of_orders(members, "with_discount"),
            "return_share": _of_orders(members, "with_return"),
            "tickets_per_year": members["tickets"].mean(),
        })  # fmt: skip
    columns = [*contracts.load("persona_economics").columns.keys() - set(COLUMNS[1:])]
    return pd.DataFrame(rows) if rows else pd.DataFrame(columns=columns)


def _bounds(margin: pd.Series) -> dict[str, float]:
    """Return Student's bounds of a mean margin; missing where it is known of too few."""
    if margin.isna().any() or len(margin) < FEWEST:
        return {"lower": np.nan, "upper": np.nan}
    _, lower, upper = mean_interval(margin.to_numpy())
    return {"lower": lower, "upper": upper}


def _of_orders(members: pd.DataFrame, part: str) -> float:
    orders = members["orders"].sum()
    return members[part].sum() / orders if orders else np.nan
