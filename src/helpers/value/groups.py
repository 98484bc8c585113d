"""Value by persona and by segment: what their customers brought, and are expected to bring."""

from typing import Any

import numpy as np
import pandas as pd

from helpers.evidence import mean_interval

COLUMNS = ["cut", "part", "customers", "mean_historic", "historic_lower", "historic_upper",
           "mean_predicted", "predicted_lower", "predicted_upper", "predicted_share"]  # fmt: skip


def value_by_group(
    value: pd.DataFrame, members: pd.DataFrame, segments: pd.DataFrame
) -> pd.DataFrame:
    """Return the table `value_by_group`, the most valuable part of each cut first.

    Intervals are of the mean over customers alone: they leave out how far all forecasts may
    be off together, which is the same for every group.

    Parameters
    ----------
    value : DataFrame
        The table `customer_value`.
    members, segments : DataFrame
        The tables `persona_members` and `segments`; each may have no rows.
    """
    told = [_means(*place, of) for place, of in part_of(value, members, segments)]
    frame = pd.DataFrame(told, columns=COLUMNS)
    whole = frame.groupby("cut")["predicted_share"].transform("sum")
    frame["predicted_share"] = frame["predicted_share"] / whole.where(whole.gt(0))
    order = ["cut", "mean_predicted", "part"]
    return frame.sort_values(order, ascending=[True, False, True]).reset_index(drop=True)


def _means(cut: str, part: str, of: pd.DataFrame) -> tuple:
    historic, predicted = of["historic_clv"], of["predicted_clv_365"]
    return cut, part, len(of), *_mean(historic), *_mean(predicted), predicted.sum()


def _mean(amounts: pd.Series) -> tuple[float, float, float]:
    """Return a mean and its interval to the cent; without one of one customer or the unknown."""
    if len(amounts) < 2 or amounts.isna().any():
        return round(float(amounts.mean()), 2), np.nan, np.nan
    return tuple(round(number, 2) for number in mean_interval(amounts.to_numpy()))


def part_of(value: pd.DataFrame, members: pd.DataFrame, segments: pd.DataFrame) -> Any:
    """Return the customers of each persona and segment, by cut and part."""
    main = members[members["is_main"].astype(bool)].set_index("customer_id")["persona_id"]
    now = segments[segments["segment_id"].notna()].set_index("customer_id")["segment_id"]
    cuts = {"persona": main, "segment": now}
    told = [value.assign(part=value["customer_id"].map(own), cut=cut) for cut, own in cuts.items()]
    return pd.concat(told, ignore_index=True).dropna(subset="part").groupby(["cut", "part"])
