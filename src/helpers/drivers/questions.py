"""What managers ask of prices, products, promotions and the programme, each answered in one line.

An answer has a verdict, which chooses its sentence, figures, and a grade. What was only watched
has at most a B, if its interval is clear of "no difference", else a C; an A takes an
experiment. What cannot be told is refused, and says what it needs.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.drivers.effects import ALL, OWN
from helpers.drivers.sales import ELSEWHERE
from helpers.evidence import control_false_discoveries
from helpers.workspace import contracts

CLEAR, LEANS, REFUSED = "B", "C", "refused"
HIGH = "high"
FIGURES = ("number", "lower", "upper", "other_number", "other_lower", "other_upper")


class Answer(NamedTuple):
    """One question, answered.

    Attributes
    ----------
    question, verdict, grade : str
        The question; which sentence says it; B, C or refused.
    told : dict
        What the sentence says: figures by FIGURES, `part` and `other` (what they are about),
        `count` and `of`.
    kind : str
        What `part` and `other` are: category, region, product, promotion, channel; empty if
        none.
    rows : int
        How many lines or customers it rests on.
    table : str
        The table behind it.
    """

    question: str
    verdict: str
    grade: str
    told: dict
    kind: str = ""
    rows: int = 0
    table: str = ""


def unknown(question: str, why: str = "unknown", **told) -> Answer:
    """Return that a question cannot be answered, and why."""
    return Answer(question, why, REFUSED, told)


def answer_table(answers: list[Answer]) -> pd.DataFrame:
    """Return the answers as the table `driver_questions`, in the order in which they are told."""
    rows = [{
        "place": place, "question": one.question, "verdict": one.verdict, "grade": one.grade,
        "kind": one.kind or None, "rows": one.rows, "source": one.table or None,
        **{name: one.told.get(name) for name in ("part", "other", "count", "of", *FIGURES)},
    } for place, one in enumerate(answers, start=1)]  # fmt: skip
    columns = list(contracts.load("driver_questions").columns)
    table = pd.DataFrame(rows, columns=columns)
    return table.astype({"count": "Int64", "of": "Int64"} | dict.fromkeys(FIGURES, float))


def high_end(effects: pd.DataFrame) -> Answer:
    """Return how high-end customers react to price, beside all others."""
    own = _part(effects, "value_tier", HIGH)
    if own is None:
        return unknown("high_end")
    told = _ends(own, "estimate", "lower", "upper")
    if own["difference_lower"] > 0:
        verdict = "weaker"
    elif own["difference_upper"] < 0:
        verdict = "stronger"
    else:
        return Answer("high_end", "alike", CLEAR, told, rows=int(own["lines"]),
                      table="driver_effects")  # fmt: skip
    told |= _others(own, "difference", "difference_lower", "difference_upper")
    return Answer("high_end", verdict, CLEAR, told, rows=int(own["lines"]), table="driver_effects")


def regions(effects: pd.DataFrame) -> Answer:
    """Return where customers react least to price and where most, if that is more than chance."""
    own = effects[effects["by"].eq("region") & effects["estimate"].notna()]
    if len(own) < 2:
        return unknown("regions")
    error = (own["difference_upper"] - own["difference_lower"]) / 2 / 1.959963984540054
    known = own[(error > 0).to_numpy()]
    p = _two_sided((known["difference"] / error[known.index]).to_numpy())
    differing = known[control_false_discoveries(p).found] if len(known) else known
    # What is no single place is no place to ask more in.
    single = own[~own["part"].str.endswith(ELSEWHERE)]
    single = single if len(single) else own
    least, most = (single.loc[place] for place in
                   (single["estimate"].idxmax(), single["estimate"].idxmin()))  # fmt: skip
    rows = int(own["lines"].sum())
    if differing.empty:
        told = {"number": _all(effects)["estimate"], "of": len(own)}
        return Answer("regions", "alike", LEANS, told, "region", rows, "driver_effects")
    told = {"part": least["part"], "other": most["part"], "count": len(differing), "of": len(own),
            **_ends(least, "estimate", "lower", "upper"),
            **_others(most, "estimate", "lower", "upper")}  # fmt: skip
    return Answer("regions", "differ", CLEAR, told, "region", rows, "driver_effects")


def rivals(table: pd.DataFrame, effects: pd.DataFrame) -> Answer:
    """Return what a competitor's lower price does where it does most, and how to answer it."""
    if table.empty:
        return unknown("rivals")
    seen = table[table["verdict"].eq("rivals_matter")]
    lines = effects[effects["effect"].eq("rival_price")]["lines"].sum()
    if seen.empty:
        told = {"of": len(table), "number": float(table["cut"].iloc[0])}
        return Answer("rivals", "none_seen", LEANS, told, "category", int(lines), "driver_rivals")
    worst = seen.loc[seen["sales"].idxmin()]
    told = {"part": worst["category"], "other_number": float(worst["cut"]),
            "count": int(table["answer"].eq(worst["answer"]).sum()), "of": len(table),
            **_ends(worst, "sales", "sales_lower", "sales_upper")}  # fmt: skip
    return Answer("rivals", worst["answer"], CLEAR if worst["answer"] != "unclear" else LEANS, told,
                  "category", int(lines), "driver_rivals")  # fmt: skip


def fastest(table: pd.DataFrame) -> Answer:
    """Return which product pays for its stock in the fewest weeks; else which earns most."""
    if table.empty:
        return unknown("fastest")
    paid = table.dropna(subset=["payback_weeks", "payback_weeks_upper"])
    rows = int(table["pieces"].sum())
    if paid.empty:
        best = table.loc[table["margin_per_week"].idxmax()]
        told = {"part": best["product_id"],
                **_ends(best, "margin_per_week", "margin_lower", "margin_upper")}  # fmt: skip
        return Answer("fastest", "earns", LEANS, told, "product", rows, "driver_products")
    best, second = paid.iloc[0], paid.iloc[min(1, len(paid) - 1)]
    clear = best["payback_weeks_upper"] < second["payback_weeks_lower"] or len(paid) == 1
    told = {"part": best["product_id"], "other_number": float(paid["payback_weeks"].median()),
            **_ends(best, "payback_weeks", "payback_weeks_lower",
                    "payback_weeks_upper")}  # fmt: skip
    return Answer("fastest", "pays", CLEAR if clear else LEANS, told, "product", rows,
                  "driver_products")  # fmt: skip


def launches(table: pd.DataFrame, *, any_tiers: bool) -> Answer:
    """Return whom the newest launch reached more than usual."""
    if table.empty:
        return unknown("launch", "none" if any_tiers else "unknown")
    newest = table[table["launched"].eq(table["launched"].max())]
    first = newest[newest["product_id"].eq(newest["product_id"].min())]
    most = first.loc[first["times"].idxmax()]
    told = {"part": most["product_id"], "other": most["part"], "number": float(most["share"]),
            "other_number": float(most["usual"])}  # fmt: skip
    return Answer("launch", "reached", LEANS, told, "product", int(first["customers"].sum()),
                  "driver_launches")  # fmt: skip


def promotions(table: pd.DataFrame) -> Answer:
    """Return which promotion brings back most of what it gives away."""
    known = table.dropna(subset=["returned", "gain_lower"])
    if known.empty:
        return unknown("promotions", "no_costs" if len(table) else "unknown")
    best = known.loc[known["returned"].idxmax()]
    given = best["given"]
    told = {"part": best["promotion"], "other_number": float(best["depth"]),
            "number": float(best["returned"]), "lower": float(1 + best["gain_lower"] / given),
            "upper": float(1 + best["gain_upper"] / given),
            "count": int(known["verdict"].eq("costs").sum()), "of": len(known)}  # fmt: skip
    verdict = {"pays": "pays", "costs": "all_cost"}.get(best["verdict"], "none_surely")
    grade = LEANS if verdict == "none_surely" else CLEAR
    return Answer("promotions", verdict, grade, told, "promotion", int(best["lines"]),
                  "driver_promotions")  # fmt: skip


def loyalty(table: pd.DataFrame) -> Answer:
    """Return whether those who join the programme leave less."""
    if table.empty:
        return unknown("loyalty")
    own = table.iloc[0]
    if own["verdict"] == "too_few":
        return unknown("loyalty", "too_few", count=int(own["joined"]))
    told = {**_ends(own, "odds", "odds_lower", "odds_upper"), "count": int(own["joined"])}
    if own["verdict"] == "less":
        told["other_number"] = float(own["hidden_reason"])
    grade = LEANS if own["verdict"] == "unclear" else CLEAR
    return Answer("loyalty", own["verdict"], grade, told, rows=int(own["joined"]),
                  table="driver_loyalty")  # fmt: skip


def _part(effects: pd.DataFrame, by: str, part: str) -> pd.Series | None:
    own = effects[effects["by"].eq(by) & effects["part"].eq(part) & effects["estimate"].notna()]
    return None if own.empty else own.iloc[0]


def _all(effects: pd.DataFrame) -> pd.Series:
    return effects[effects["by"].eq(ALL) & effects["effect"].eq(OWN)].iloc[0]


def _ends(row: pd.Series, *columns: str) -> dict[str, float]:
    return {name: float(row[column]) for name, column in zip(FIGURES[:3], columns, strict=True)}


def _others(row: pd.Series, *columns: str) -> dict[str, float]:
    return {name: float(row[column]) for name, column in zip(FIGURES[3:], columns, strict=True)}


def _two_sided(z: np.ndarray) -> np.ndarray:
    from scipy.stats import norm

    return 2 * norm.sf(np.abs(z))
