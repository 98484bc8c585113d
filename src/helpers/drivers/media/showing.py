"""The page's part on advertising: each function shows one section, or what is missing for it."""

from typing import Any

import pandas as pd

from helpers.drivers.media import telling
from helpers.drivers.media.media import Media

PLAIN = {"formats": telling.FORMATS, "headers": telling.HEADERS, "or_nothing": True}


def show_effects(report: Any, media: Media, effects: pd.DataFrame) -> None:
    """Show what each channel brought, which returned most, and which cannot be told apart."""
    for one in media.left_out:
        report.missing(one.key, **one.values)
    if media.refused is not None:
        report.missing(media.refused.key, **media.refused.values)
        report.say("drivers_media.nothing")
        return
    basis = media.series.basis
    report.table(effects[telling.RETURN_COLUMNS], "drivers_media.effects", basis=basis, **PLAIN)
    for group in telling.inseparable(effects):
        report.not_known("drivers_media.inseparable", **group)
    if telling.best_channel(effects) is None:
        return
    claim = telling.claim_best(effects, int(media.series.sales.sum()))
    report.finding("channel", "drivers_media.finding_best", **claim)
    below = telling.clearly_below(effects)
    if below:
        channels = report.words("drivers_media.joined").join(below)
        report.say("drivers_media.clear", channels=channels)
    else:
        report.say("drivers_media.not_clear")


def show_shapes(report: Any, effects: pd.DataFrame) -> None:
    """Show carry-over and half saturation by channel; nothing where none is known."""
    known = effects[effects["separable"]]
    if known.empty:
        return
    report.table(known[telling.SHAPE_COLUMNS], "drivers_media.shapes", **PLAIN)
    report.say("drivers_media.half_life")


def show_backtest(report: Any, backtest: pd.DataFrame) -> None:
    """Show what advertising adds to forecasts of weeks not seen; nothing where none was made."""
    if backtest.empty:
        return
    report.say(telling.test_key(backtest), **telling.test_words(backtest))
    report.say("drivers_media.newest", **telling.newest_words(backtest))
    ways = backtest[backtest["stage"].eq("media")]
    columns = ["way", "deviance", "mape", "newest_mape", "gain", "foretells"]
    report.table(ways[columns], "drivers_media.ways", **PLAIN)
    without = backtest[backtest["stage"].eq("without_media")]
    columns = ["season", "trend_bends", "controls", "deviance", "mape", "foretells", "learns"]
    report.table(without[columns], "drivers_media.described", **PLAIN)


def show_plan(report: Any, media: Media, plan: pd.DataFrame) -> None:
    """Show the split of the budget that is proposed, or why the present one is kept."""
    if plan.empty:
        return
    if plan["present_kept"].all():
        report.not_known("drivers_media.plan_kept", likely=plan["plan_likely"].iloc[0])
        return
    report.table(plan[telling.PLAN_COLUMNS], "drivers_media.plan", **PLAIN)
    claim = telling.claim_plan(plan, int(media.series.sales.sum()))
    report.finding("budget", "drivers_media.finding_plan", **claim)


def show_direct(report: Any, effects: pd.DataFrame, direct: pd.DataFrame, *, basis: str) -> None:
    """Show what own messages brought, and mass beside direct."""
    if direct.empty:
        report.missing("drivers_media.no_direct")
        return
    both = telling.mass_and_direct(effects, direct)
    if both is not None:
        report.say("drivers_media.mass_direct", **both)
    columns = ["channel", "campaign", "contacted", "held_out", "orders_contacted",
               "orders_held_out", "cost", "contribution", *telling.BOUNDS]  # fmt: skip
    report.table(direct[columns], "drivers_media.direct", basis=basis, count="held_out",
                 labels=["channel", "campaign"], **PLAIN)  # fmt: skip


def show_reach(report: Any, reach: pd.DataFrame) -> None:
    """Show how strongly channels move tiers of customers."""
    if reach["grp"].nunique() < 2:
        report.missing("drivers_media.no_reach")
        return
    report.table(telling.reach_shown(reach), "drivers_media.reach", count="customers",
                 labels=["channel", "grp"], within="channel", **PLAIN)  # fmt: skip
    found = telling.differing(reach)
    pairs = [
        report.words("drivers_media.of_channel", channel=row.channel, group=row.grp)
        for row in found.itertuples()
    ]
    if pairs:
        report.say("drivers_media.differ", pairs=report.words("drivers_media.joined").join(pairs))
    else:
        report.say("drivers_media.none_differ")


def show_credit(report: Any, credit: pd.DataFrame) -> None:
    """Show who gets the credit for orders by each rule, and whether the rules agree."""
    if credit.empty:
        report.missing("drivers_media.no_credit")
        return
    report.table(telling.credit_shown(credit), "drivers_media.credit", count="customers",
                 labels=["source"], **PLAIN)  # fmt: skip
    most = telling.credited_most(credit)
    if len(most) == 1:
        report.say("drivers_media.credit_agree", source=most[0])
    else:
        pairs = report.words("drivers_media.joined").join(most)
        report.say("drivers_media.credit_differ", pairs=pairs)
