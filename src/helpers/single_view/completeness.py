"""How much is known of people: record by record as the lists have it, and when all is joined."""

from datetime import date

import pandas as pd

from helpers.single_view.candidates import KEY, texts
from helpers.workspace.survivorship import FIELDS

GOLDEN, EVERY = "golden_record", "every_record"


def field_completeness(
    versions: pd.DataFrame, golden: pd.DataFrame, identities: pd.DataFrame, *, as_of: date
) -> pd.DataFrame:
    """Return the table `field_completeness`: how often each field is filled, before and after.

    Parameters
    ----------
    versions : DataFrame
        As from `record_versions`; the newest version of each record is counted.
    golden : DataFrame
        The table `customer_details`.
    identities : DataFrame
        `contact_id`, `person_id`: only records of a person count, and only people with one.
    as_of : date
        The as-of day, after which nobody is born.

    Returns
    -------
    DataFrame
        One row per field and list, and for each field one of all records (``every_record``) and
        one of the people (``golden_record``): `rows`, `filled`, `share` (proportion; of all
        records it is that of one of each person's taken at random, so that joining alone can
        change it, and not that some have many records).
    """
    own = identities.dropna(subset="contact_id").set_index("contact_id")["person_id"]
    now = versions[versions["contact_id"].isin(own.index)]
    now = now.sort_values(KEY).drop_duplicates("contact_id", keep="last")
    filled = pd.DataFrame({field: texts(now, field, as_of).notna() for field in FIELDS})
    people = golden[golden["person_id"].isin(own)]
    parts = [
        _counted(filled, now["source"]),
        _counted(filled, pd.Series(EVERY, index=now.index)),
        _counted(people[list(FIELDS)].notna(), pd.Series(GOLDEN, index=people.index)),
    ]
    every = pd.concat(parts, ignore_index=True)
    every["share"] = every["filled"] / every["rows"]
    person = now["contact_id"].map(own)
    usual = filled.groupby(person).mean().mean()
    every["share"] = every["share"].mask(every["source"].eq(EVERY), every["field"].map(usual))
    return every.sort_values(["field", "source"], ignore_index=True)


def _counted(filled: pd.DataFrame, source: pd.Series) -> pd.DataFrame:
    """Return rows and filled cells by field and list."""
    grouped = filled.groupby(source.to_numpy())
    long = grouped.sum().melt(ignore_index=False, var_name="field", value_name="filled")
    rows = grouped.size()
    told = long.rename_axis("source").reset_index()
    return told.assign(rows=told["source"].map(rows).astype("int64"),
                       filled=told["filled"].astype("int64"))  # fmt: skip


def before_and_after(table: pd.DataFrame) -> pd.DataFrame:
    """Return, for each field that any record fills, its share before and after joining.

    Returns
    -------
    DataFrame
        `field`, `before` (share of people of whom one record taken at random knows it), `after`
        (share of whom the golden record does), `gain` (their difference), in the order of fields.
    """
    wide = table.pivot(index="field", columns="source", values="share")
    wide = wide.reindex(columns=[EVERY, GOLDEN])
    both = wide.set_axis(["before", "after"], axis="columns").loc[wide[EVERY].gt(0)]
    both = both.reindex([field for field in FIELDS if field in both.index])
    return both.assign(gain=both["after"] - both["before"]).rename_axis("field").reset_index()
