"""What names one person across sources without weighing: an e-mail, an order, a former number.

A number that orders carry is the pseudonym of an e-mail or a telephone where the shop knew
one. Who has that e-mail on another list can be told without the order's own details.
"""

import pandas as pd
from ibis.expr.types import Table

from helpers.single_view.placeholders import MOST_SHARED, listed
from helpers.single_view.records import ORDERS, SOURCES, standing_for
from helpers.workspace import Desk, privacy

COLUMNS = ["record_id", "why", "mark"]


def marks_of(desk: Desk, records: pd.DataFrame) -> pd.DataFrame:
    """Return what is known to name one person, as `certain_links` takes it.

    Parameters
    ----------
    desk : Desk
        Where `contacts`, `events` and `order_lines` are read.
    records : DataFrame
        As from `gather`.

    Returns
    -------
    DataFrame
        `record_id`, `why` (*email*, *phone*, *number* or *order*) and `mark`.
    """
    former = desk.read("contacts?", every_version=True)
    pairs = [
        detail_pairs(records, "email"), detail_pairs(records, "phone"),
        former_numbers(records, former.select("contact_id", "customer_id").to_pandas()),
        order_pairs(records, desk.read("events?"), desk.read("order_lines?")),
    ]  # fmt: skip
    told = pd.concat(pairs, ignore_index=True)
    told = told[told["record"] != told["other"]].reset_index(drop=True)
    told["mark"] = told.index.astype("str")
    both = [told.rename(columns={side: "record_id"})[COLUMNS] for side in ("record", "other")]
    return pd.concat(both, ignore_index=True)


def detail_pairs(records: pd.DataFrame, detail: str) -> pd.DataFrame:
    """Return the numbers that only orders carry, each with who has that e-mail or telephone.

    Of several who have it, the first by list and id; a placeholder is nobody's.
    """
    only = records.loc[records["source"].eq(ORDERS), "record_id"]
    known = records[records[detail].notna()] if len(only) else records.head(0)
    known = known[~listed(detail, known[detail])]
    known = known.assign(mark=privacy.pseudonyms(detail, known[detail]))
    known = known[known.groupby("mark")["mark"].transform("size").le(MOST_SHARED)]
    return _pairs(known, only, detail)


def former_numbers(records: pd.DataFrame, former: pd.DataFrame) -> pd.DataFrame:
    """Return the numbers that only orders carry, each with who carried it in an earlier delivery.

    Parameters
    ----------
    records : DataFrame
        As from `gather`.
    former : DataFrame
        `contact_id` and `customer_id` of every version of the contacts.
    """
    only = records.loc[records["source"].eq(ORDERS), "record_id"]
    known = records[["record_id", "contact_id", "source"]].merge(
        former.rename(columns={"customer_id": "mark"}), on="contact_id"
    )
    return _pairs(known, only, "number")


def order_pairs(records: pd.DataFrame, events: Table, lines: Table) -> pd.DataFrame:
    """Return who ordered while logged in, each with the number on the order."""
    bought = events.filter(events.order_id.notnull(), events.contact_id.notnull())
    bought = bought.select("order_id", "contact_id").distinct()
    sold = lines.filter(lines.kind == "sale", lines.customer_id.notnull())
    sold = sold.select("order_id", "customer_id").distinct()
    told = bought.inner_join(sold, "order_id").select("contact_id", "customer_id").distinct()
    told = told.order_by("contact_id", "customer_id").to_pandas()
    told = told[told["contact_id"].isin(records["record_id"])]
    other = told["customer_id"].map(standing_for(records))
    found = pd.DataFrame({"record": told["contact_id"], "other": other, "why": "order"})
    return found.dropna().astype("str")


def _pairs(known: pd.DataFrame, only: pd.Series, why: str) -> pd.DataFrame:
    """Return each of these numbers with the first record that has it as a mark."""
    place = known["source"].map({source: place for place, source in enumerate(SOURCES)})
    first = known.assign(place=place)[known["mark"].isin(only)]
    first = first.sort_values(["place", "record_id"]).drop_duplicates("mark")
    found = {"record": first["record_id"], "other": first["mark"], "why": why}
    return pd.DataFrame(found).astype("str")
