"""Where groupings overlap: tactical segments and personas with the strategic segments."""

from typing import Any

import pandas as pd
from sklearn.metrics import adjusted_rand_score

from helpers.evidence.membership import is_among

COLUMNS = ["segment_id", "persona_id", "customers", "share_of_segment", "share_of_persona"]
# Headings of `shown_tactical` where it counts personas.
OF_PERSONAS = {"segment": "columns.persona", "share_of_segment": "columns.share_of_persona"}


def main_personas(members: pd.DataFrame) -> pd.Series:
    """Return each customer's main persona, by customer, from the table `persona_members`."""
    own = members[members["is_main"].astype(bool)]
    return own.set_index("customer_id")["persona_id"].astype("str")


def segment_personas(segments: pd.Series, personas: pd.Series) -> pd.DataFrame:
    """Return how many customers each segment and persona share.

    Parameters
    ----------
    segments, personas : Series of str
        By customer; who has only one of the two counts for neither.

    Returns
    -------
    DataFrame
        The table `segment_personas`; without rows where nobody has both.
    """
    both = pd.DataFrame({"segment_id": segments, "persona_id": personas}).dropna()
    if both.empty:
        return pd.DataFrame(columns=COLUMNS)
    shared = both.groupby(list(both)).size().rename("customers").reset_index()
    for name, share in (("segment_id", "share_of_segment"), ("persona_id", "share_of_persona")):
        shared[share] = shared["customers"] / shared.groupby(name)["customers"].transform("sum")
    return shared[COLUMNS]


def agreement_key(table: pd.DataFrame) -> str:
    """Return the key of the sentence on how far segments and personas agree."""
    return "segmentation.personas_agree" if len(table) else "segmentation.no_common_customers"


def agreement_words(table: pd.DataFrame) -> dict[str, Any]:
    """Return the values of that sentence: the adjusted Rand index, from the table's counts."""
    if table.empty:
        return {}
    rows = table.loc[table.index.repeat(table["customers"])]
    index = adjusted_rand_score(rows["segment_id"], rows["persona_id"])
    return {"agreement": index, "customers": int(table["customers"].sum())}


def no_personas(table: pd.DataFrame) -> str | None:
    """Return the key of what to add for personas; None where there are some."""
    return "segmentation.no_personas" if table.empty else None


def shown_personas(table: pd.DataFrame, called: pd.Series, report: Any) -> pd.DataFrame:
    """Return which personas make up each segment, for readers, without what tells of few.

    Parameters
    ----------
    called : Series of str
        The name of each segment and persona, by id.

    Returns
    -------
    DataFrame
        `segment`, `persona`, `customers` (rounded) and `share_of_segment`, from rounded
        numbers.
    """
    told = pd.DataFrame({
        "segment": table["segment_id"].map(called), "persona": table["persona_id"].map(called),
        "customers": table["customers"].astype("int64"),
    })  # fmt: skip
    if told.empty:
        return told.assign(share_of_segment=pd.Series(dtype=float))
    whole = told.groupby("segment")["customers"].transform("sum")
    safe = report.safe(told.assign(whole=whole), count="customers", labels=["segment", "persona"])
    return _with_share(safe, "segment", "share_of_segment")


def shown_tactical(
    tactical: pd.DataFrame, segments: pd.Series, called: pd.Series, report: Any
) -> pd.DataFrame:
    """Return how many customers of each segment are in each tactical one, for readers.

    Who is not in it is counted too before small groups are withheld, so that nobody who is left
    of a segment can be worked out.

    Parameters
    ----------
    tactical : DataFrame
        The table `tactical_segments`.
    segments : Series of str
        The segment, or the persona, of each customer, by customer.
    """
    parts = []
    for name, own in tactical.groupby("tactical"):
        inside = is_among(segments.index, own["customer_id"])
        sizes = pd.DataFrame({"segment": segments.map(called), "inside": inside})
        counted = sizes.groupby(["segment", "inside"]).size().unstack(fill_value=0)
        cells = counted.reindex(columns=[True, False], fill_value=0).stack().rename("customers")
        parts.append(cells.reset_index().assign(tactical=f"tactical_{name}"))
    if not parts:
        return pd.DataFrame(columns=["tactical", "segment", "customers", "share_of_segment"])
    cells = pd.concat(parts, ignore_index=True)[["tactical", "segment", "inside", "customers"]]
    whole = cells.groupby(["tactical", "segment"])["customers"].transform("sum")
    safe = report.safe(
        cells.assign(whole=whole, inside=cells["inside"].map({True: "yes", False: "no"})),
        count="customers", within="tactical", labels=["segment", "inside"],
    )  # fmt: skip
    told = _with_share(safe[safe["inside"].eq("yes")].drop(columns="inside"), "segment",
                       "share_of_segment")  # fmt: skip
    return told.sort_values(["tactical", "customers", "segment"], ascending=[False, False, True],
                            ignore_index=True)  # fmt: skip


def _with_share(safe: pd.DataFrame, by: str, share: str) -> pd.DataFrame:
    """Return the rows that may be told, with their share of `whole`, both rounded."""
    told = safe.dropna(subset=["customers", "whole"]).astype({"customers": "int64"})
    rounded = 5 * (told["whole"].astype(float) / 5).round()
    told[share] = told["customers"] / rounded.clip(lower=1)
    return told.drop(columns="whole").reset_index(drop=True)
