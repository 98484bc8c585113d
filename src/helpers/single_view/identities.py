"""The table `identities`: which person each record belongs to, by what, and how likely."""

import pandas as pd

from helpers.single_view.judgements import Judged
from helpers.single_view.linkage import Linkage
from helpers.single_view.records import holders


def identities(
    records: pd.DataFrame, linkage: Linkage, person_id: pd.Series, decided: Judged
) -> pd.DataFrame:
    """Return the table `identities`, without the customers that people belong to.

    Parameters
    ----------
    records : DataFrame
        As from `gather`.
    linkage : Linkage
        As from `link_records`.
    person_id : Series
        The person of each record, by record id.
    decided : Judged
        The decisions that were used.
    """
    best = _best_links(reasons(linkage, decided), person_id).set_index("record_id")
    known = best.reindex(records["record_id"]).set_axis(records.index)
    return pd.DataFrame({
        "record_id": records["record_id"], "contact_id": records["contact_id"],
        "source_customer_id": records["customer_id"], "source": records["source"],
        "person_id": records["record_id"].map(person_id),
        "owns_number": records["record_id"].isin(holders(records)),
        "why": known["why"].fillna("alone").astype("str"), "probability": known["probability"],
    })  # fmt: skip


def of_customers(who: pd.DataFrame, homes: pd.DataFrame) -> pd.DataFrame:
    """Return identities with the customer that each record belongs to.

    Parameters
    ----------
    who : DataFrame
        As from `identities`.
    homes : DataFrame
        The table `households`, whose `unit_id` is the customer of each person.
    """
    return who.assign(customer_id=who["person_id"].map(homes.set_index("person_id")["unit_id"]))


def reasons(linkage: Linkage, decided: Judged, *, least: float = 0.0) -> pd.DataFrame:
    """Return everything that joins two records, the strongest first.

    Parameters
    ----------
    linkage : Linkage
        As from `link_records`.
    decided : Judged
        The decisions that were used.
    least : float
        Pairs that are less likely than this are left out.

    Returns
    -------
    DataFrame
        `record_l`, `record_r`, `why` (as in `identities`), `reason` (*decision*, *certain*
        or *weighed*) and `probability`.
    """
    sides = ["record_l", "record_r"]
    likely = linkage.pairs[linkage.pairs["probability"] >= least]
    parts = [
        decided.together[sides].assign(why="decision", reason="decision", probability=1.0),
        linkage.links[[*sides, "why"]].assign(reason="certain", probability=1.0),
        likely[[*sides, "probability"]].assign(why="weighed", reason="weighed")
        .sort_values(["probability", *sides], ascending=[False, True, True]),
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def _best_links(links: pd.DataFrame, person_id: pd.Series) -> pd.DataFrame:
    """Return by what each record belongs most surely to another of its person."""
    inside = links[links["record_l"].map(person_id).eq(links["record_r"].map(person_id))]
    sides = [inside.rename(columns={side: "record_id"}) for side in ("record_l", "record_r")]
    told = pd.concat(sides)[["record_id", "why", "probability"]]
    # Decisions, then certain links, then pairs by how likely they are: as they came.
    return told.sort_index(kind="stable").drop_duplicates("record_id")
