"""What chapter 08 must show, worked out from written tables."""

import numpy as np
import pandas as pd
from pages.reading import people

TOP = 10


def effects(tables, by, effect="own_price"):
    own = tables["driver_effects"]
    own = own[own["effect"].eq(effect) & own["by"].eq(by)]
    return own.sort_values("estimate", na_position="last").reset_index(drop=True)


def judged(table):
    return table[["lines", "changes", "estimate", "lower", "upper"]]


def by_category(tables):
    return judged(effects(tables, "category"))


def drawn_by_category(tables):
    return by_category(tables)[["estimate", "lower", "upper"]]


def grouped(tables, by):
    own = effects(tables, by)
    return own.assign(customers=people(own["customers"].astype(float)))


def by_region(tables):
    return grouped(tables, "region")


def by_tier(tables):
    return grouped(tables, "value_tier")


def by_group(tables):
    return grouped(tables, "persona")


def by_product(tables):
    own = judged(effects(tables, "product").dropna(subset="estimate"))
    return pd.concat([own.head(TOP), own.tail(TOP)], ignore_index=True)


def rivals(tables):
    """Staying and following at a cut of a tenth, by the middle of both elasticities."""
    cross = effects(tables, "category", "rival_price").set_index("part")
    own = effects(tables, "category").set_index("part")["estimate"].reindex(cross.index)
    panel, costs = tables["driver_panel"], tables["driver_rivals"].set_index("category")
    assert set(panel["category"]) == set(cross.index)
    margin = costs["margin_share"].reindex(cross.index)
    stay = 0.9 ** cross["estimate"]
    follow = stay * 0.9**own * (margin - 0.1) / margin
    frame = cross[["estimate", "lower", "upper"]].assign(sales=stay - 1, stay=stay, follow=follow)
    return frame.reindex(costs["sales"].sort_values().index).reset_index(drop=True)


def promotions(tables):
    order = ["returned", "promotion", "depth"]
    return tables["driver_promotions"].sort_values(
        order, ascending=[False, True, True], ignore_index=True
    )


def drawn_promotions(tables):
    known = promotions(tables).dropna(subset="net")
    return known.sort_values("net", ascending=False)[["net", "net_lower", "net_upper"]]


def returns(tables):
    own = promotions(tables).dropna(subset="gain")
    return own.assign(returned=1 + own["gain"] / own["given"])


def goods(tables):
    own = tables["driver_products"]
    panel = tables["driver_panel"]
    lately = pd.to_datetime(panel["week"]) > pd.to_datetime(panel["week"]).max() - pd.Timedelta(
        weeks=52)  # fmt: skip
    pieces = panel[lately].groupby("product_id")["pieces"].sum()
    own = own.assign(pieces=own["product_id"].map(pieces),
                     payback_weeks=own["stock_value"] / own["margin_per_week"])  # fmt: skip
    return own.sort_values(["payback_weeks", "margin_per_week"]).head(TOP).reset_index(drop=True)


def ladder(tables):
    return tables["driver_ladder"].drop(columns=["model", "formula"])


def checks(tables):
    order = ["spread", "memory", "tangle", "condition", "leverage", "drift"]
    return tables["driver_diagnostics"].set_index("check").loc[order].reset_index(drop=True)


def residuals(tables):
    own = tables["driver_residuals"].sort_values("bin")
    return own.rename(columns={"lower": "residual_lower", "upper": "residual_upper"}).assign(
        bin=own["expected"])  # fmt: skip


def stability(tables):
    order = ["first_half", "second_half", "year_1", "year_2", "year_3"]
    own = tables["driver_stability"].set_index("span").reindex(order).dropna(how="all")
    return own.reset_index(drop=True)


def factors(tables):
    own = tables["driver_people"]
    named = own.loc[own["goes_with"], "factor"].unique()
    wide = own[own["factor"].isin(named)].pivot(
        index="factor", columns="outcome", values=["ratio", "ratio_lower", "ratio_upper"]
    )
    orders = own[own["outcome"].eq("orders")].set_index("factor")
    strength = np.log(orders.loc[named, "ratio"]).abs()
    written = strength.sort_values(ascending=False).index
    frame = pd.DataFrame({
        "customers": people(orders["customers"].reindex(written).astype(float)),
        **{f"{outcome}{end}": wide[f"ratio{end}", outcome].reindex(written)
           for outcome in ("orders", "spend") for end in ("", "_lower", "_upper")},
    })  # fmt: skip
    return frame.reset_index(drop=True)


def loyalty(tables):
    own = tables["driver_loyalty"].iloc[:1]
    odds = own["left"] / (1 - own["left"]) / own["odds"]
    return own.assign(customers=people(own["joined"].astype(float)), left_alike=odds / (1 + odds))


DRIVER_TABLES = {
    "drivers.by_category_chart": drawn_by_category, "drivers.by_category": by_category,
    "drivers.by_region_chart": by_region, "drivers.by_region": by_region,
    "drivers.by_tier": by_tier, "drivers.by_group": by_group, "drivers.by_product": by_product,
    "drivers.rivals": rivals, "drivers.promotions_chart": drawn_promotions,
    "drivers.promotions": promotions, "drivers.returns": returns, "drivers.goods": goods,
    "drivers.ladder": ladder, "drivers.checks": checks, "drivers.residuals": residuals,
    "drivers.stability": stability, "drivers.people": factors, "drivers.loyalty": loyalty,
}  # fmt: skip


def answers(tables):
    """The numbers of each answer's sentence, in the order of the English words, by its key."""
    ends, others = ["number", "lower", "upper"], ["other_number", "other_lower", "other_upper"]
    order = {
        "high_end": ends + others, "regions": [*ends, *others, "count", "of"],
        "rivals": ["other_number", *ends, "count", "of"], "fastest": [*ends, "other_number"],
        "mass_direct": ["number", "", "lower", "upper", *others],
        "promotions": ["other_number", "number", "", "lower", "upper", "count", "of"],
        "reach_high_end": [*ends, "other_number"],
        "channel_return": ["number", "", "lower", "upper"],
        "loyalty": [*ends, "count", "other_number"],
    }  # fmt: skip
    told = tables["driver_questions"].set_index("question")
    assert (told.loc[list(order), "grade"] != "refused").all()
    for question, columns in order.items():
        row = told.loc[question]
        values = [float(row[name]) if name else None for name in columns]
        if question == "loyalty":
            values[3] = people(values[3])
        yield f"drivers.answer.{question}_{row['verdict']}", values


def mean_price(tables):
    row = effects(tables, "all").iloc[0]
    ends = [row["estimate"], row["lower"], row["upper"]]
    return [*ends, *ends, row["lines"]]


def brought_back(tables):
    own = tables["driver_promotions"].dropna(subset="gain")
    back = 1 + own["gain"].sum() / own["given"].sum()
    return [back, back, None, own["given"].sum(), own["lines"].sum()]


def followed(tables):
    panel = tables["driver_panel"]
    return [panel["product_id"].nunique(), panel["week"].nunique()]


def driver_sentences(tables):
    """The numbers of each sentence of the page that tells any, by its key."""
    return dict(answers(tables)) | {
        "drivers.panel": followed(tables), "08_drivers-prices": mean_price(tables),
        "08_drivers-promotions": brought_back(tables),
    }  # fmt: skip


# Captions and reasons whose numbers are conventions.
CONVENTIONS = {
    "drivers.rivals, caption", "drivers.launches, caption", "drivers.people, caption",
    "drivers.loyalty, caption", "drivers_media.effects, caption",
}  # fmt: skip
