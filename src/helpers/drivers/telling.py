"""Tables and charts of chapter 08 for readers, and forms of columns."""

from typing import Any

import numpy as np
import pandas as pd

from helpers.drivers.effects import OWN, RIVAL
from helpers.drivers.naming import named, part_words
from helpers.drivers.panel import Panel
from helpers.drivers.weeks import DAYS

ELASTICITY = ("estimate", "lower", "upper", "slope", "slope_lower", "slope_upper", "difference",
              "difference_lower", "difference_upper")  # fmt: skip
SHARES = ("lift", "lift_lower", "lift_upper", "after", "after_lower", "after_upper", "net",
          "net_lower", "net_upper", "sales", "stay", "follow", "explained_later",
          "explained_left_out", "left", "left_alike", "usual")  # fmt: skip
FORMATS = {
    **dict.fromkeys(ELASTICITY, "number2"), **dict.fromkeys(SHARES, "percent0"),
    "depth": "percent0", "part": "text", "verdict": "term|drivers", "lines": "count",
    "product_weeks": "count", "scope": "term|drivers_scope", "given": "money", "gain": "money",
    "gain_lower": "money", "gain_upper": "money", "returned": "number2", "model": "text",
    "formula": "text", "step": "count", "factor": "text", "orders": "number2",
    "orders_lower": "number2", "orders_upper": "number2", "spend": "number2",
    "spend_lower": "number2", "spend_upper": "number2", "check": "text", "value": "number2",
    "bound": "number2", "what": "text", "span": "text", "bin": "text", "residual": "number2",
    "residual_lower": "number2", "residual_upper": "number2", "cells": "count", "weeks": "count",
    "answer": "term|drivers_answer", "margin_per_week": "money", "stock_value": "money",
    "payback_weeks": "number1", "payback_weeks_lower": "number1",
    "payback_weeks_upper": "number1", "pieces": "count", "odds": "number2",
    "odds_lower": "number2", "odds_upper": "number2", "changes": "count", "launched": "day",
    "promotion": "text", "category": "text", "product_id": "text",
}  # fmt: skip
HEADERS = {
    name: f"drivers.column.{name}" for name in (
        "part", "lines", "changes", "estimate", "lower", "upper", "difference",
        "difference_lower", "difference_upper", "verdict", "promotion", "depth", "scope",
        "product_weeks", "lift", "lift_lower", "lift_upper", "after", "after_lower",
        "after_upper", "net", "net_lower", "net_upper", "given", "gain", "gain_lower",
        "gain_upper", "returned", "step", "model", "formula", "slope", "slope_lower",
        "slope_upper", "explained_later", "explained_left_out", "factor", "orders",
        "orders_lower", "orders_upper", "spend", "spend_lower", "spend_upper", "check", "value",
        "bound", "what", "span", "weeks", "bin",
        "residual", "residual_lower", "residual_upper", "cells", "sales", "stay", "follow",
        "answer", "product_id", "category",
        "pieces", "margin_per_week", "stock_value", "payback_weeks", "payback_weeks_lower",
        "payback_weeks_upper", "launched", "usual", "left", "left_alike", "odds", "odds_lower",
        "odds_upper",
    )
}  # fmt: skip
TOP = 10  # products that a page shows


def say_panel(panel: Panel, report: Any) -> None:
    """Say which products and weeks are looked at, or that there are none."""
    cells = panel.cells
    if cells.empty:
        return report.missing("drivers.no_panel")
    report.say("drivers.panel", products=cells["product_id"].nunique(), weeks=panel.weeks,
               first=cells["week"].min().date(), last=_last_day(cells))  # fmt: skip
    if panel.left_out:
        report.say("drivers.left_out", products=panel.left_out)


def _last_day(cells: pd.DataFrame) -> Any:
    return (cells["week"].max() + pd.Timedelta(days=DAYS - 1)).date()


def shown_prices(
    effects: pd.DataFrame, by: str, report: Any, names: dict[str, str] | None = None
) -> pd.DataFrame:
    """Return for readers what prices do in each category, region or group, most first.

    Groups of customers come with `customers`, and how far they are from all others.
    """
    own = effects[effects["effect"].eq(OWN) & effects["by"].eq(by)]
    own = own.sort_values("estimate", na_position="last")
    told = own.assign(part=named(own, report, names))
    columns = ["part", "lines", "changes", "estimate", "lower", "upper", "verdict"]
    if by not in ("category", "product"):
        columns = ["part", "customers", "estimate", "lower", "upper", "difference",
                   "difference_lower", "difference_upper"]  # fmt: skip
    return told[columns].reset_index(drop=True)


def drawn_prices(shown: pd.DataFrame) -> pd.DataFrame:
    """Return of that table what a chart draws."""
    columns = ["part", "customers", "estimate", "lower", "upper"]
    told = shown[[name for name in columns if name in shown]]
    return told.dropna(subset="estimate").reset_index(drop=True)


def shown_products(
    effects: pd.DataFrame, report: Any, names: dict[str, str]
) -> pd.DataFrame:  # fmt: skip
    """Return for readers the products that react most and least to their price."""
    own = shown_prices(effects, "product", report, names).dropna(subset="estimate")
    if len(own) <= 2 * TOP:
        return own
    return pd.concat([own.head(TOP), own.tail(TOP)], ignore_index=True)


def shown_rivals(rivals: pd.DataFrame, effects: pd.DataFrame) -> pd.DataFrame:
    """Return for readers what competitors' prices do, and what to answer."""
    cross = effects[effects["effect"].eq(RIVAL)].set_index("part")
    own = rivals.set_index("category")
    table = own.join(cross[["estimate", "lower", "upper"]]).reset_index(names="category")
    columns = ["category", "estimate", "lower", "upper", "sales", "stay", "follow", "answer"]
    return table.sort_values("sales")[columns].reset_index(drop=True)


def shown_promotions(promotions: pd.DataFrame) -> pd.DataFrame:
    """Return for readers what promotions sold."""
    columns = ["promotion", "depth", "scope", "product_weeks", "lift", "lift_lower", "lift_upper",
               "after", "after_lower", "after_upper", "net", "net_lower", "net_upper"]  # fmt: skip
    return promotions[columns]


def drawn_promotions(promotions: pd.DataFrame, report: Any) -> pd.DataFrame:
    """Return what the chart of promotions draws: each with its depth in its name."""
    known = promotions.dropna(subset="net").sort_values("net", ascending=False)
    words = [
        report.words("drivers.offered", promotion=name, depth=float(depth))
        for name, depth in zip(known["promotion"], known["depth"], strict=True)
    ]
    table = known.assign(promotion=words)
    return table[["promotion", "net", "net_lower", "net_upper"]].reset_index(drop=True)


def shown_returns(promotions: pd.DataFrame) -> pd.DataFrame:
    """Return for readers what promotions brought in money, where costs are known."""
    columns = ["promotion", "depth", "given", "gain", "gain_lower", "gain_upper", "returned",
               "verdict"]  # fmt: skip
    return promotions.dropna(subset="gain")[columns].reset_index(drop=True)


def shown_ladder(ladder: pd.DataFrame, report: Any) -> pd.DataFrame:
    """Return for readers the ladder: each model in words and as a formula."""
    words = [report.words(f"drivers.model.{name}") for name in ladder["model"]]
    columns = ["step", "model", "formula", "slope", "slope_lower", "slope_upper",
               "explained_later", "explained_left_out"]  # fmt: skip
    return ladder.assign(model=words)[columns]


def shown_people(people: pd.DataFrame, report: Any) -> pd.DataFrame:
    """Return for readers what goes with more orders and spend side by side, the strongest first."""
    sides = {outcome: own.set_index("factor") for outcome, own in people.groupby("outcome")}
    if not sides:
        return pd.DataFrame(columns=["factor", "customers", "orders", "spend"])
    table = sides["orders"][["customers"]].copy()
    for outcome in ("orders", "spend"):
        for end, column in {"": "ratio", "_lower": "ratio_lower", "_upper": "ratio_upper"}.items():
            table[f"{outcome}{end}"] = sides[outcome][column]
    told = sides["orders"]["goes_with"] | sides["spend"]["goes_with"]
    table = table[told.astype(bool)]
    strength = np.log(table["orders"]).abs()
    table = table.loc[strength.sort_values(ascending=False).index].reset_index()
    words = [factor_words(name, report) for name in table["factor"]]
    return table.assign(factor=words)


def factor_words(name: str, report: Any) -> str:
    """Return what readers call a factor."""
    if name.startswith("region:"):
        place = part_words("region", name.removeprefix("region:"), report)
        return report.words("drivers.lives", place=place)
    return report.words(f"drivers.factor.{name}")


def shown_checks(
    checks: pd.DataFrame, report: Any, names: dict[str, str]
) -> pd.DataFrame:  # fmt: skip
    """Return for readers the checks of the model, in words."""
    what = [names.get(name) or _column_words(name, report) for name in checks["what"]]
    words = [report.words(f"drivers.check.{name}") for name in checks["check"]]
    return checks.assign(check=words, what=what)[["check", "value", "bound", "what", "verdict"]]


def _column_words(name: str, report: Any) -> str:
    return report.words(f"drivers.held.{name}") if name else ""


def shown_residuals(residuals: pd.DataFrame) -> pd.DataFrame:
    """Return for the chart what is left over, by how much was expected."""
    label = residuals["expected"].map("{:.1f}".format)
    told = residuals.rename(columns={"lower": "residual_lower", "upper": "residual_upper"})
    told = told.assign(bin=label.astype("str"))
    return told[["bin", "cells", "residual", "residual_lower", "residual_upper"]]


def shown_stability(stability: pd.DataFrame, report: Any) -> pd.DataFrame:
    """Return for readers the elasticity of each span of the weeks."""
    words = [_span_words(name, report) for name in stability["span"]]
    return stability.assign(span=words)[["span", "weeks", "slope", "slope_lower", "slope_upper"]]


def _span_words(name: str, report: Any) -> str:
    if name.startswith("year_"):
        return report.words("drivers.span.year", number=int(name.removeprefix("year_")))
    return report.words(f"drivers.span.{name}")


def shown_goods(products: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Return for readers the products that pay for their stock fastest."""
    columns = ["product_id", "category", "pieces", "margin_per_week", "stock_value",
               "payback_weeks", "payback_weeks_lower", "payback_weeks_upper"]  # fmt: skip
    told = products.assign(product_id=products["product_id"].map(names))
    return told.head(TOP)[columns]


def shown_launches(
    launches: pd.DataFrame, report: Any, names: dict[str, str]
) -> pd.DataFrame:  # fmt: skip
    """Return for readers whom launched products reached."""
    words = named(launches, report, by="value_tier")
    told = launches.assign(part=words, product_id=launches["product_id"].map(names))
    return told[["product_id", "launched", "part", "customers", "usual"]]


def shown_loyalty(loyalty: pd.DataFrame) -> pd.DataFrame:
    """Return for readers new members beside customers alike."""
    table = loyalty.rename(columns={"joined": "customers"}).dropna(subset="odds")
    return table[["customers", "left", "left_alike", "odds", "odds_lower", "odds_upper"]]
