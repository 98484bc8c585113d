"""What each record says of its person, field by field, and since when it says so."""

from datetime import date

import ibis
import pandas as pd

from helpers.single_view.provinces import standard_provinces
from helpers.workspace import Desk
from helpers.workspace.survivorship import FIELDS

EARLIEST_BIRTH = pd.Timestamp("1900-01-01")
KEY = ["contact_id", "delivery"]
PLACE = ["country", "province", "city"]
COLUMNS = ["contact_id", "delivery", "source", "day", "created_day", "account_id",
           *FIELDS, "birth_day_received"]  # fmt: skip


def versions(desk: Desk, name: str, days: list[date]) -> pd.DataFrame:
    """Return every row of a table that was the newest of its record on one of some days.

    A list of people tells only what holds now. What it told before stands in the
    deliveries that earlier days knew.
    """
    return ibis.union(*(desk.read(name, as_of=day) for day in days), distinct=True).to_pandas()


def record_versions(desk: Desk, days: list[date]) -> pd.DataFrame:
    """Return what each record said on each of some days.

    Tests are left out. A lead or member tells what its own list knows of it.

    Parameters
    ----------
    desk : Desk
        Where `contacts`, `leads`, `memberships` and the private `contact_details` and
        `account_details` are read; none is needed.
    days : list of date
        Snapshot days, two or more where history is wanted.

    Returns
    -------
    DataFrame
        One row per record and delivery: `contact_id`, `delivery`, `source` (the kind of list),
        `day` (up to which the delivery knows), `created_day`, `account_id`, and all `FIELDS`
        but the company's. It holds personal values: for private tables alone.
    """
    contacts = versions(desk, "contacts?", days)
    contacts = contacts[~contacts["is_test"].astype(bool)].drop(columns="source")
    members = versions(desk, "memberships?", days)
    lists = [
        contacts.rename(columns={"kind": "source", "event_day": "day"}),
        versions(desk, "leads?", days).assign(source="lead").rename(columns={"event_day": "day"}),
        members.assign(source="member", created_day=members["event_day"], day=members["delivery"]),
    ]
    parts = [part.reindex(columns=[*COLUMNS[:6], *PLACE]) for part in lists if len(part)]
    known = pd.concat(parts or [contacts.reindex(columns=[*COLUMNS[:6], *PLACE])])
    joined = known.drop_duplicates(KEY).merge(
        versions(desk, "contact_details?", days), on=KEY, how="left", validate="1:1"
    )
    names = desk.read("account_details?").to_pandas().set_index("account_id")["name"]
    joined = joined.assign(
        company=joined["account_id"].map(names),
        province=standard_provinces(joined["province"], joined["country"]),
    )
    for column in ("delivery", "day", "created_day", "birth_day"):
        joined[column] = pd.to_datetime(joined.get(column))
    return joined.reindex(columns=COLUMNS).sort_values(KEY, ignore_index=True)


def candidates(versions: pd.DataFrame, identities: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Return every value that a record has of its person now, and since when it has it.

    A value that a record keeps is as old as the record. One that changed between two
    deliveries is as new as the first delivery that told of it. Empty cells, and birth days
    that cannot be, are no values.

    Parameters
    ----------
    versions : DataFrame
        As from `record_versions`.
    identities : DataFrame
        `contact_id`, `person_id`; rows without a contact (of orders alone) are passed over.
    as_of : date
        The as-of day.

    Returns
    -------
    DataFrame
        One row per record and field that it fills: `person_id`, `field`, `contact_id`,
        `value` (text; days as ISO), `source`, `day`.

    Raises
    ------
    ValueError
        If a record is two persons.
    """
    person = identities.dropna(subset="contact_id")
    if person["contact_id"].duplicated().any():
        raise ValueError("identities: a contact_id stands in two rows: a record is one person")
    person = person.set_index("contact_id")["person_id"]
    known = versions[versions["contact_id"].isin(person.index)].sort_values(KEY)
    parts = [_told(known, field, as_of) for field in FIELDS]
    every = pd.concat(parts, ignore_index=True)
    every.insert(0, "person_id", every["contact_id"].map(person).astype("str"))
    return every.sort_values(["person_id", "field", "contact_id"], ignore_index=True)


def _told(versions: pd.DataFrame, field: str, as_of: date) -> pd.DataFrame:
    """Return each record's present value of a field, and since when it has stood there."""
    values = texts(versions, field, as_of)
    contact = versions["contact_id"]
    first = ~contact.duplicated()
    begins = first | values.fillna("").ne(values.fillna("").shift())
    run = begins.cumsum()
    since = versions["day"].groupby(run).transform("first")
    # Nobody saw it change: it has stood there since the record was entered.
    entered = versions["created_day"].where(first.groupby(run).transform("first"))
    since = since.mask(entered.notna() & (entered < since), entered)
    told = pd.DataFrame({
        "field": field, "contact_id": contact, "value": values, "source": versions["source"],
        "day": since,
    })  # fmt: skip
    return told[~contact.duplicated(keep="last") & values.notna()]


def texts(versions: pd.DataFrame, field: str, as_of: date) -> pd.Series:
    """Return a field's cells as text; empty ones, and impossible birth days, are missing."""
    cells = versions[field]
    if field == "birth_day":
        days = pd.to_datetime(cells)
        return days.mask(is_impossible(days, as_of)).dt.strftime("%Y-%m-%d").astype("str")
    cells = cells.astype("str").str.strip()
    return cells.mask(cells.eq(""))


def is_impossible(birth_days: pd.Series, as_of: date) -> pd.Series:
    """Return which birth days cannot be: those to come, and those of people long dead."""
    return birth_days.gt(pd.Timestamp(as_of)) | birth_days.lt(EARLIEST_BIRTH)


def impossible_birth_days(versions: pd.DataFrame, as_of: date) -> dict[str, int]:
    """Return how many records tell a birth day now, and of how many none can be used.

    Unusable is one that cannot be read, one to come, and one of people long dead.
    """
    now = versions.sort_values(KEY).drop_duplicates("contact_id", keep="last")
    told = now["birth_day_received"].notna() | now["birth_day"].notna()
    days = pd.to_datetime(now["birth_day"])
    unusable = told & (days.isna() | is_impossible(days, as_of))
    return {"records": int(told.sum()), "unusable": int(unusable.sum())}
