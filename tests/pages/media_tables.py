"""What chapter 08 must show of advertising, worked out from written tables."""

import numpy as np
from pages.reading import people

WAYS = {"none": "no advertising", "as_spent": "as it is spent", "saturating": "with saturation",
        "carried_over": "with carry-over", "both": "with carry-over and saturation"}  # fmt: skip
TIERS = {"all": "everybody", "high": "high", "mid": "mid", "low": "low", "none": "hardly any"}


def effects(tables):
    own = tables["media_effects"]
    return own.assign(return_per_spend=own["contribution"] / own["spend"])


def shapes(tables):
    own = tables["media_effects"]
    return own[own["separable"]]


def ways(tables):
    own = tables["media_backtest"].query("stage == 'media'")
    none = own.set_index("way")["deviance"]["none"]
    return own.assign(way=own["way"].map(WAYS), gain=1 - own["deviance"] / none)


def described(tables):
    own = tables["media_backtest"].query("stage == 'without_media'")
    return own.sort_values(["controls", "season", "trend_bends"], ascending=False)


def curves(tables):
    return tables["budget_curve"]


def plan(tables):
    return tables["media_plan"]


def direct(tables):
    own = tables["direct_effects"]
    return own.assign(held_out=own["held_out"].map(people))


def reach(tables):
    own = tables["channel_reach"]
    return own.assign(grp=own["grp"].map(TIERS), customers=own["customers"].map(people))


def credit(tables):
    own = tables["touch_credit"]
    wide = own.pivot(index="source", columns="method", values="orders")
    first = own.drop_duplicates("source").set_index("source")
    lost = own[own["method"].eq("markov")].set_index("source")["removal_effect"]
    return wide.assign(removal_effect=lost, customers=first["customers"].map(people)).reset_index()


# By which words the rows of each table are found again.
MEDIA_TABLES = {
    "drivers_media.effects": (effects, ["channel"]),
    "drivers_media.shapes": (shapes, ["channel"]),
    "drivers_media.ways": (ways, ["way"]),
    "drivers_media.described": (described, []),
    "drivers_media.curves": (curves, []),
    "drivers_media.plan": (plan, ["channel"]),
    "drivers_media.direct": (direct, ["channel", "campaign"]),
    "drivers_media.reach": (reach, ["channel", "grp"]),
    "drivers_media.credit": (credit, ["source"]),
}


def best(tables):
    own = tables["media_effects"]
    row = own.loc[own["return_pooled"].idxmax()]
    return [row["return_per_spend"], row["return_lower"], row["return_upper"]]


def split(tables):
    row = tables["media_plan"].iloc[0]
    ends = [row["plan_gain"], row["plan_gain_lower"], row["plan_gain_upper"]]
    return [*ends, *ends, row["plan_likely"], None]


def added(tables):
    row = tables["media_backtest"].query("stage == 'media' and way == 'both'").iloc[0]
    return [row["gain"], row["gain_lower"], row["gain_upper"]]


def newest(tables):
    own = tables["media_backtest"].query("stage == 'media'").set_index("way")["newest_mape"]
    return [own["none"], own["both"]]


def mass_direct(tables):
    media, own = tables["media_effects"], tables["direct_effects"]
    row = own[own["channel"].eq("all") & own["campaign"].eq("")].iloc[0]
    mass = np.nansum(media["contribution"]) / media["spend"].sum()
    return [mass, row["return_per_spend"], row["return_lower"], row["return_upper"]]


def media_sentences(tables):
    """The numbers of sentences on advertising, by key; None stands where no table tells one."""
    told = {"drivers_media.newest": newest(tables), "08_drivers-channel": [*best(tables) * 2, None],
            "drivers_media.mass_direct": mass_direct(tables)}  # fmt: skip
    for key in ("drivers_media.adds", "drivers_media.adds_nothing"):
        told[key] = added(tables)
    return told | {"08_drivers-budget": split(tables)}
