"""How to answer a competitor's price: follow it down, or stay, whichever leaves more margin."""

import numpy as np
import pandas as pd

from helpers.drivers.effects import OWN, RIVAL
from helpers.drivers.panel import Panel
from helpers.drivers.promotions import unit_margins
from helpers.workspace import contracts

CUT = 0.10  # by which share competitors lower their prices
DRAWS = 2000


def answer_rivals(panel: Panel, effects: pd.DataFrame, *, seed: int) -> pd.DataFrame:
    """Return for each category what a competitor's price cut does, and what to answer.

    Staying leaves (1 - CUT) to the power of the cross elasticity of the margin; following sells
    more at a lower margin. Both are drawn from the intervals of the elasticities.

    Parameters
    ----------
    effects : DataFrame
        The table `driver_effects`.
    seed : int

    Returns
    -------
    DataFrame
        The table `driver_rivals`; without rows where no competitor's price is known.
    """
    rivals = effects[effects["effect"].eq(RIVAL) & effects["estimate"].notna()]
    own = effects[effects["effect"].eq(OWN) & effects["by"].eq("category")].set_index("part")
    margins = category_margins(panel)
    rng, rows = np.random.default_rng(seed), []
    for told in rivals.itertuples(index=False):
        react = own.loc[told.part]
        # The first of the draws is the estimate itself.
        cross = np.r_[told.estimate, rng.normal(told.estimate, told.error, DRAWS)]
        price = np.r_[react["estimate"], rng.normal(react["estimate"], react["error"], DRAWS)]
        margin = margins.get(told.part, np.nan)
        stay = (1 - CUT) ** cross
        follow = (1 - CUT) ** (cross + price) * (margin - CUT) / margin
        rows.append({
            "category": told.part, "cut": CUT, "verdict": told.verdict,
            **_ends("sales", stay - 1), "margin_share": margin, "stay": float(stay[0]),
            "follow": float(follow[0]), **_ends("gain", follow - stay),
            "answer": _answer(follow - stay),
        })  # fmt: skip
    return pd.DataFrame(rows, columns=list(contracts.load("driver_rivals").columns))


def category_margins(panel: Panel) -> pd.Series:
    """Return which share of its full price a category's sales leave, weighted by what was sold."""
    cells = panel.cells
    share = unit_margins(cells, panel.sold.costs)
    weight = (cells["price"] * cells["pieces"]).where(np.isfinite(share), 0.0)
    sums = pd.DataFrame({"category": cells["category"], "left": np.nan_to_num(share) * weight,
                         "sold": weight}).groupby("category").sum()  # fmt: skip
    return sums["left"] / sums["sold"].where(sums["sold"] > 0)


def _ends(name: str, draws: np.ndarray) -> dict[str, float]:
    low, high = np.quantile(draws[1:], [0.025, 0.975])
    return {name: float(draws[0]), f"{name}_lower": float(low), f"{name}_upper": float(high)}


def _answer(better: np.ndarray) -> str:
    if not np.isfinite(better).all():
        return "no_costs"
    low, high = np.quantile(better[1:], [0.025, 0.975])
    return "follow" if low > 0 else "stay" if high < 0 else "unclear"
