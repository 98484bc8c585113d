"""Who answered: the share of each persona, and whether answerers spend as all others do."""

import numpy as np
import pandas as pd

from helpers.evidence import mean_difference, proportion_interval
from helpers.evidence.membership import is_among
from helpers.personas.profile.gathering import main_personas

COLUMNS = [
    "persona_id", "customers", "answered", "share", "lower", "upper", "spend_answered",
    "spend_others", "difference", "difference_lower", "difference_upper",
]  # fmt: skip


def response(answers: pd.DataFrame, members: pd.DataFrame, margin: pd.DataFrame) -> pd.DataFrame:
    """Return how many of each persona answered any survey, and how they differ in spend.

    Where answerers spend otherwise than those who stayed silent, answers speak for the
    former: nothing is weighted to hide it.

    Parameters
    ----------
    answers : DataFrame
        As from `newest_answers`.
    members : DataFrame
        The table `persona_members`.
    margin : DataFrame
        The table `customer_margin`.

    Returns
    -------
    DataFrame
        One row per persona, and one of all with an empty `persona_id`: Wilson's interval
        of the share, Welch's of the difference in revenue of the last 365 days.
    """
    main = main_personas(members)
    own = margin.assign(
        persona_id=margin["customer_id"].map(main),
        did=is_among(margin["customer_id"], answers["customer_id"]),
    ).dropna(subset=["persona_id"])
    parts = [("", own), *((name, part) for name, part in own.groupby("persona_id"))]
    return pd.DataFrame([_row(name, part) for name, part in parts], columns=COLUMNS)


def _row(name: str, own: pd.DataFrame) -> tuple:
    did = own["did"].to_numpy()
    spend = own["revenue"].to_numpy(dtype=float)
    share = proportion_interval(int(did.sum()), len(own)) if len(own) else (np.nan,) * 3
    enough = min(did.sum(), (~did).sum()) >= 2
    means = (spend[did].mean(), spend[~did].mean()) if enough else (np.nan, np.nan)
    apart = mean_difference(treatment=spend[did], control=spend[~did]) if enough else (np.nan,) * 3
    return (name, len(own), int(did.sum()), *share, *means, *apart)
