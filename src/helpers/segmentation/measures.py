"""The table `segmentation_measures`: what sentences tell and no other table holds."""

import numpy as np
import pandas as pd

from helpers.evidence import Interval
from helpers.evidence.concentration import gini
from helpers.segmentation.granularity import Cut
from helpers.segmentation.lasting import Segments

COLUMNS = ["measure", "value", "lower", "upper", "n"]


def measures(segments: Segments, cut: Cut, top: Interval, spend: np.ndarray) -> pd.DataFrame:
    """Return the table `segmentation_measures`; what is not known has no row.

    Parameters
    ----------
    segments : Segments
        Of the as-of day.
    cut : Cut
        As from `next_cut`.
    top : Interval
        What the best fifth of customers bring, as from `top_share_interval`.
    spend : ndarray of float, shape (customers,)
        Spend of each customer.
    """
    found, customers = segments.found, len(segments.of_customers)
    alone = (np.nan, np.nan)
    rows = [("top_fifth", *top, len(spend)), ("gini", gini(spend), *alone, len(spend))]
    if found.basis.mix is not None:
        rows.append(("directions", found.basis.mix.directions, *alone, customers))
    if len(found.rules.table):
        rows.append(("rules_agreement", found.rules.agreement, *alone, customers))
    if cut.segment_id is not None:
        part, whole = cut.smaller
        rows.append(("smaller_part", part / whole, *alone, whole))
    told = pd.DataFrame(rows, columns=COLUMNS).dropna(subset="value")
    return told.astype({"value": float, "n": "int64"}).reset_index(drop=True)
