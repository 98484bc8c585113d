"""What managers ask of advertising: answered from the tables of its model, where there are any."""

import pandas as pd

from helpers.drivers.questions import CLEAR, HIGH, LEANS, REFUSED, Answer, unknown

EVERYBODY = "all"


def channel_return(media: pd.DataFrame | None) -> Answer:
    """Return which channel returns most per unit of money.

    Parameters
    ----------
    media : DataFrame or None
        The table `media_effects`; None where advertising was not looked at.
    """
    if media is None or media.empty:
        return unknown("channel_return")
    known = media[media["separable"].astype(bool)].dropna(subset=["return_per_spend"])
    if known.empty:
        return unknown("channel_return", "inseparable")
    # Drawn to one another before they are ranked: the largest of many is large by chance too.
    best = known.loc[known["return_pooled"].fillna(known["return_per_spend"]).idxmax()]
    others = known[known["channel"].ne(best["channel"])]
    clear = others.empty or best["return_lower"] > others["return_upper"].max()
    verdict = "best" if clear and best["return_lower"] > 0 else "leads"
    # A model of which held-out time is not sure tells no channel to be the best one.
    grade = CLEAR if verdict == "best" and best["grade"] != REFUSED else LEANS
    told = {"part": best["channel"], **_ends(best, "return_per_spend", "return")}
    return Answer("channel_return", verdict, grade, told, "channel", 0, "media_effects")


def mass_or_direct(media: pd.DataFrame | None, direct: pd.DataFrame | None) -> Answer:
    """Return what own messages return beside all advertising together.

    Parameters
    ----------
    direct : DataFrame or None
        The table `direct_effects`: of its rows the one of all campaigns together is asked.
    """
    if media is None or media.empty:
        return unknown("mass_direct")
    mass = _together(media)
    if direct is None or direct.empty:
        return unknown("mass_direct", "no_direct")
    own = direct[direct["channel"].eq(EVERYBODY) & direct["campaign"].eq("")]
    own = own.dropna(subset=["return_per_spend"])
    if own.empty or mass is None:
        return unknown("mass_direct", "no_direct")
    told = _ends(own.iloc[0], "return_per_spend", "return")
    told |= dict(zip(("other_number", "other_lower", "other_upper"), mass, strict=True))
    verdict = "unclear"
    if told["lower"] > told["other_upper"]:
        verdict = "direct"
    elif told["upper"] < told["other_lower"]:
        verdict = "mass"
    grade = LEANS if verdict == "unclear" else CLEAR
    return Answer("mass_direct", verdict, grade, told, "", int(own["contacted"].iloc[0]),
                  "direct_effects")  # fmt: skip


def reach_high_end(reach: pd.DataFrame | None) -> Answer:
    """Return which channel moves high-end customers more than everybody.

    Parameters
    ----------
    reach : DataFrame or None
        The table `channel_reach`.
    """
    if reach is None or reach.empty:
        return unknown("reach_high_end")
    own = reach[reach["grp"].eq(HIGH)].dropna(subset=["times_usual", "moved"])
    if own.empty:
        return unknown("reach_high_end")
    more = own[own["differs"].astype(bool) & own["times_usual"].gt(1)]
    best = (more if len(more) else own).nlargest(1, "times_usual").iloc[0]
    told = {"part": best["channel"], "other_number": float(best["times_usual"]),
            **_ends(best, "moved", "moved")}  # fmt: skip
    verdict, grade = ("most", CLEAR) if len(more) else ("alike", LEANS)
    return Answer("reach_high_end", verdict, grade, told, "channel", int(best["orders"]),
                  "channel_reach")  # fmt: skip


def _together(media: pd.DataFrame) -> tuple[float, float, float] | None:
    """Return what all channels together return, with an interval that is rather too wide.

    Channels that cannot be told apart count once, with what they brought together; the ends of
    intervals are summed, as though all channels were off to the same side.
    """
    apart = media["separable"].astype(bool)
    groups = media[~apart].drop_duplicates("together_with")
    spend, ends = media["spend"].sum(), []
    for single, group in (("contribution", "group_contribution"),
                          ("contribution_lower", "group_lower"),
                          ("contribution_upper", "group_upper")):  # fmt: skip
        ends.append((media.loc[apart, single].sum() + groups[group].sum()) / max(spend, 1e-9))
    return tuple(map(float, ends)) if spend > 0 else None


def _ends(row: pd.Series, value: str, ends: str) -> dict[str, float]:
    return {"number": float(row[value]), "lower": float(row[f"{ends}_lower"]),
            "upper": float(row[f"{ends}_upper"])}  # fmt: skip
