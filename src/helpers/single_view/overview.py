"""What there was to link, what was linked, and what was not: tables for the chapter."""

from itertools import combinations

import pandas as pd

from helpers.single_view.linkage import Linkage
from helpers.single_view.records import DETAILS, ORDERS, SOURCES

LEAST_COMMON = 0.005  # share of both sources' records that know a detail which both can be told by
MOST_SIZES = 5  # people of more records are counted together


def by_source(records: pd.DataFrame, linkage: Linkage) -> pd.DataFrame:
    """Return the records of each source, and the share that knows each detail, usably.

    Returns
    -------
    DataFrame
        `list`, `records`, and `name_known`, `email_known`, `phone_known`, `address_known`
        (proportions), placeholders not counted.
    """
    source = records.set_index("record_id")["source"]
    usable = linkage.usable.groupby(source).mean()[list(DETAILS)].add_suffix("_known")
    usable.insert(0, "records", source.value_counts())
    return _in_order(usable.rename_axis("list").reset_index())


def overlaps(records: pd.DataFrame, linkage: Linkage) -> pd.DataFrame:
    """Return for each two lists what they can be told by, and the people on both.

    Numbers that only orders carry are no list: rules alone join them.

    Returns
    -------
    DataFrame
        `list`, `other_list`, `common` (the details that both know, as a text of codes with
        commas), `people` on both; pairs of lists in their order.
    """
    source = records.set_index("record_id")["source"]
    known = linkage.usable.groupby(source).mean() >= LEAST_COMMON
    held = pd.crosstab(source.index.map(linkage.people), source.to_numpy()) > 0
    lists = [name for name in SOURCES if name in known.index and name != ORDERS]
    rows = [
        (one, other, ",".join(known.columns[known.loc[one] & known.loc[other]]),
         int((held[one] & held[other]).sum()))
        for one, other in combinations(lists, 2)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["list", "other_list", "common", "people"])


def common_key(overlap: pd.DataFrame) -> str:
    """Return the key of the sentence on lists that have no detail in common."""
    lacking = overlap["common"].eq("").any()
    return "single_view.no_common" if lacking else "single_view.all_common"


def common_words(overlap: pd.DataFrame) -> dict[str, int]:
    """Return what that sentence holds: the pairs of lists of which it is so."""
    pairs = int(overlap["common"].eq("").sum())
    return {"pairs": pairs} if pairs else {}


def by_size(linkage: Linkage) -> pd.DataFrame:
    """Return how many people have how many records: `records`, `people`, `share`."""
    sizes = linkage.people.value_counts().clip(upper=MOST_SIZES).value_counts().sort_index()
    label = [str(size) if size < MOST_SIZES else f"{MOST_SIZES}+" for size in sizes.index]
    return pd.DataFrame({
        "records_each": label, "people": sizes.to_numpy(),
        "share": sizes.to_numpy() / max(sizes.sum(), 1),
    })  # fmt: skip


def certain_by_rule(linkage: Linkage) -> pd.DataFrame:
    """Return how many records each rule joined that needs no weighing: `why`, `records`."""
    links = linkage.links
    sides = pd.concat([links[["why", side]].set_axis(["why", "record"], axis=1)
                       for side in ("record_l", "record_r")])  # fmt: skip
    counts = sides.drop_duplicates().groupby("why").size()
    return counts.rename("records").rename_axis("why").reset_index()


def unlinked(linkage: Linkage, *, threshold: float) -> pd.DataFrame:
    """Return the records that stand alone, by the reason why: `reason`, `people`, `share`.

    In this order: *nothing_known* (no name, e-mail, telephone or address, or placeholders
    only), *one_detail*, *below_threshold* (another is likely, though not enough so),
    *others_fit* (another is, but belongs better elsewhere, or was decided to be somebody
    else) and *nobody_alike*. A share is one of all who stand alone.
    """
    people, usable = linkage.people, linkage.usable.sum(axis="columns")
    alone = ~people.duplicated(keep=False)
    pairs = linkage.pairs
    sides = pd.concat([pairs[[side, "probability"]].set_axis(["record", "probability"], axis=1)
                       for side in ("record_l", "record_r")])  # fmt: skip
    best = sides.groupby("record")["probability"].max().reindex(people.index)
    reason = pd.Series("nobody_alike", index=people.index, dtype="str")
    reason = reason.mask(usable.eq(1), "one_detail").mask(usable.eq(0), "nothing_known")
    reason = reason.mask(best.notna(), "below_threshold").mask(best >= threshold, "others_fit")
    counts = reason[alone].value_counts().rename_axis("reason").sort_index()
    found = counts.rename("people").reset_index()
    return found.assign(share=found["people"] / max(found["people"].sum(), 1)).sort_values(
        ["people", "reason"], ascending=[False, True], ignore_index=True
    )


def head_counts(records: pd.DataFrame, linkage: Linkage) -> dict[str, float]:
    """Return the number of records and of people, and the share of people with several."""
    sizes = linkage.people.value_counts()
    several = float((sizes > 1).mean()) if len(sizes) else float("nan")
    return {"records": len(records), "people": len(sizes), "several": several}


def moved_by_kind(merges: pd.DataFrame) -> pd.DataFrame:
    """Return merges and splits by reason: `kind`, `reason`, `people`, `records`."""
    by = merges.groupby(["kind", "reason"])
    found = by.agg(people=("from_id", "nunique"), records=("records", "sum"))
    return found.reset_index()


def _in_order(frame: pd.DataFrame) -> pd.DataFrame:
    place = frame["list"].map({source: place for place, source in enumerate(SOURCES)})
    return frame.iloc[place.argsort(kind="stable")].reset_index(drop=True)
