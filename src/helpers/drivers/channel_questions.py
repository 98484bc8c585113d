"""What managers ask of advertising: answered from the tables of its model, where there are any."""

import pandas as pd

from helpers.drivers.questions import CLEAR, LEANS, Answer, unknown


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
    best = known.loc[known["return_per_spend"].idxmax()]
    others = known[known["channel"].ne(best["channel"])]
    clear = others.empty or best["return_lower"] > others["return_upper"].max()
    told = {"part": best["channel"], "number": float(best["return_per_spend"]),
            "lower": float(best["return_lower"]), "upper": float(best["return_upper"])}  # fmt: skip
    verdict = "best" if clear and best["return_lower"] > 0 else "leads"
    return Answer("channel_return", verdict, CLEAR if verdict == "best" else LEANS, told, "channel",
                  0, "media_effects")  # fmt: skip
