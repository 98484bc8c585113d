"""Whether the intervals of chapter 08's elasticities hold what is true of the demo company.

What is true: each kind of customers reacts to a price by a planted elasticity, which differs by
category and region. The chapter sees categories and regions, and no kinds, so that the truth of

- a category is the mean of the planted elasticities of who bought in it, weighted by the lines
  sold (all kinds and regions), as a price moves sales of each in proportion to what it buys;
- a region is the same within each category, weighted over categories by the company's own sales,
  as the chapter asks all regions for one figure at one mix;
- a competitor's price is planted per category, the same for all.

Lines that follow another one in a basket (a companion, planted for some orders) are drawn by the
other product's price and not by their own: they count with an elasticity of nought. First
orders, which come whatever happens, choose among products by the same weights, so that beside
the other products of a category they react in full.

Asked of unseen companies: 95 % intervals hold the truth in at least 90 % of all cases, and in at
least 80 % of the cases of each parameter.

Run as ``python -m benchmarks driver_recovery [seed ...]``.
"""

import time

import numpy as np
import pandas as pd

from benchmarks import driver_sources
from helpers.demo import company, groups, market, places, products
from helpers.demo.history import History, simulate_history
from helpers.drivers.effects import OWN, RIVAL, find_prices
from helpers.drivers.panel import Panel, make_panel

UNSEEN = range(20262301, 20262351)
CUSTOMERS = 5_000
POOLED_BAR, EACH_BAR = 0.90, 0.80


def truth(history: History, panel: Panel) -> pd.DataFrame:
    """Return the true elasticities: `effect`, `by`, `part` and `truth`."""
    bought = driver_sources.lines(history)
    bought["kind"], bought["place"] = _kinds(history)
    planted = market.elasticities()
    category = bought["category"].map({name: n for n, name in enumerate(products.CATEGORIES)})
    code = (bought["kind"], bought["place"], category)
    bought["own"] = -planted[tuple(part.to_numpy() for part in code)]
    bought.loc[_followers(history), "own"] = 0.0
    shown = panel.sold.lines.select("order_id", "region").distinct().to_pandas()
    bought["part"] = bought["order_id"].map(shown.set_index("order_id")["region"])
    of_category = bought.groupby("category")["own"].mean()
    mix = bought["category"].value_counts(normalize=True)
    of_region = bought.groupby(["part", "category"])["own"].mean().unstack()
    cross = pd.Series(market.CROSS_ELASTICITY, products.CATEGORIES)
    told = {
        (OWN, "category"): of_category, (RIVAL, "category"): cross,
        (OWN, "region"): (of_region * mix).sum(axis="columns"),
    }  # fmt: skip
    parts = [pd.DataFrame({"effect": effect, "by": by, "part": own.index, "truth": own.to_numpy()})
             for (effect, by), own in told.items()]  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def _kinds(history: History) -> tuple[np.ndarray, np.ndarray]:
    """Return as which kind, and in which region, each line was bought."""
    orders = history.orders
    order = np.repeat(np.arange(len(orders.day)), orders.lines)
    order = order[history.lines.product < products.GIFT_CARD]
    customer = orders.customer[order]
    kind = groups.acting(history.customers.kind[customer], orders.day[order])
    return kind, history.customers.region[customer]


def _followers(history: History) -> np.ndarray:
    """Return which lines of goods were drawn by the line above them, as far as can be told.

    A follower may also have been chosen by itself; of a pair in a row the planted share of
    those chosen otherwise tells how many are: every pair in excess of it, the first ones.
    """
    product, orders = history.lines.product, history.orders
    order = np.repeat(np.arange(len(orders.day)), orders.lines)
    drawn = np.zeros(len(product), dtype=bool)
    beside = order[1:] == order[:-1]
    for leader, follower in products.COMPANIONS:
        lead, after = products.position(leader), products.position(follower)
        led = np.flatnonzero(beside & (product[:-1] == lead)) + 1
        pairs = led[product[led] == after]
        drawn[pairs[: round(products.COMPANION_SHARE * len(led))]] = True
    return drawn[product < products.GIFT_CARD]


def recovery(seed: int) -> pd.DataFrame:
    """Return each effect beside its truth, of one company."""
    history = simulate_history(CUSTOMERS, seed)
    panel = make_panel(driver_sources.sold(history), pd.Timestamp(company.LAST_DAY))
    found = find_prices(panel).effects
    both = truth(history, panel).merge(found, "left", ["effect", "by", "part"])
    held = both["truth"].between(both["lower"], both["upper"])
    return both.assign(seed=seed, held=held.where(both["estimate"].notna()))


def main(*seeds: str) -> None:
    """Print how often intervals hold the truth, of all and of each parameter."""
    rows, start = [], time.process_time()
    for seed in [int(text) for text in seeds] or UNSEEN:
        rows.append(recovery(seed))
    table = pd.concat(rows, ignore_index=True)
    table["off"] = table["estimate"] - table["truth"]
    table["width"] = table["upper"] - table["lower"]
    each = table.groupby(["effect", "by", "part"]).agg(
        truth=("truth", "mean"), bias=("off", "mean"), width=("width", "mean"),
        told=("estimate", "count"), held=("held", "mean"),
    )  # fmt: skip
    print(each.round(3).to_string())
    pooled = table["held"].astype(float).mean()
    print(f"companies {table['seed'].nunique()}, pooled coverage {pooled:.3f} (bar {POOLED_BAR}), "
          f"lowest of a parameter {each['held'].astype(float).min():.3f} (bar {EACH_BAR})")
    print(table.groupby(["effect", "by"])["held"].apply(lambda own: own.astype(float).mean()))
    print(f"{(time.process_time() - start) / len(rows):.1f} s of processor per company")
    assert places.REGIONS
