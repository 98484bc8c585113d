"""The circumstances in which customers are: what happens to them, and what they agreed to.

A circumstance is no habit of buying: it is something that the company does, could change, or
was told. Each is taken as known on its snapshot day. What may come at any time (a membership,
a ticket) counts from its own day on; what a customer agreed to counts as of the first order,
because who agrees or withdraws later has lived to do so.
"""

import tomllib
from importlib import resources

import numpy as np
import pandas as pd

from helpers.workspace import Desk

MOST_SUBJECTS = 12  # different subjects of tickets, above which they are no classes
LEAST_SHARE = 0.05  # of the tickets, for a subject to be looked at by itself
MARKETING_DAYS = 1  # agreed within so many days of the first order counts as agreed then
AGREED = "agreed"


def circumstances(desk: Desk, rows: pd.DataFrame, happened: pd.DataFrame) -> pd.DataFrame:
    """Return the circumstances of each row of customers, on its snapshot day.

    Parameters
    ----------
    desk : Desk
        Where `consents?`, `identities`, `customers` and `third_party?` are read.
    rows : DataFrame
        `customer_id`, `snapshot_day` and `first_order_day`, one row per customer and day.
    happened : DataFrame
        As from `happenings`.

    Returns
    -------
    DataFrame
        Like `rows` in index, one column of numbers per circumstance: flags are 0 or 1.
    """
    identities = desk.read("identities")
    whose = identities.drop_duplicates("person_id").set_index("person_id")["customer_id"]
    parts = [
        since(rows, happened),
        agreed(rows, desk.read("consents?"), whose),
        placed(rows, desk.read("customers"), desk.read("third_party?").to_pandas()),
    ]
    return pd.concat(parts, axis="columns")


def happenings(desk: Desk) -> pd.DataFrame:
    """Return what happened to customers: `customer_id`, `what` and `event_day` of each time."""
    members = desk.read("memberships?", by_customer=True)
    joined = members.select("customer_id", "event_day").to_pandas().assign(what="member")
    talks = desk.read("interactions?", by_customer=True)
    told = talks.select("customer_id", "event_day", "kind", "subject").to_pandas()
    told["what"] = told["kind"].where(told["kind"].ne("ticket"), ticket_words(told))
    every = pd.concat([joined, told[["customer_id", "what", "event_day"]]])
    every = every.dropna(subset=["customer_id", "what"])
    moved = pd.to_datetime(every["event_day"]).astype("datetime64[us]")
    return every.assign(event_day=moved).reset_index(drop=True)


def ticket_words(told: pd.DataFrame) -> pd.Series:
    """Return what each ticket is about, where the desk sorts tickets into few subjects."""
    subjects = told.loc[told["kind"].eq("ticket"), "subject"]
    shares = subjects.value_counts(normalize=True)
    if len(shares) > MOST_SUBJECTS or shares.sum() == 0:
        return pd.Series("ticket", told.index)
    common = shares.index[shares.ge(LEAST_SHARE)]
    words = "ticket:" + told["subject"].astype("str")
    return words.where(told["subject"].isin(common), "ticket:other")


def since(rows: pd.DataFrame, happened: pd.DataFrame) -> pd.DataFrame:
    """Return what had happened to each customer by the snapshot day, 0 or 1 each."""
    found = {}
    for what, own in happened.groupby("what"):
        day = rows["customer_id"].map(own.groupby("customer_id")["event_day"].min())
        found[str(what)] = (day <= rows["snapshot_day"]).astype(float)
    return pd.DataFrame(found, index=rows.index)


def last_sign(rows: pd.DataFrame, signs: pd.DataFrame) -> pd.Series:
    """Return the last day by the snapshot day on which each customer is known to have been there.

    Somebody to whom a thing happened was there when it did, later than the last order perhaps;
    held against customers of the same last sign, that alone makes nobody look loyal.

    Parameters
    ----------
    signs : DataFrame
        `customer_id` and `event_day` of whatever shows that a customer was there.
    """
    days = signs.dropna(subset=["customer_id"])[["customer_id", "event_day"]]
    days = days.astype({"event_day": "datetime64[us]"}).sort_values("event_day", kind="stable")
    asked = rows[["customer_id", "snapshot_day"]].reset_index(names="row")
    asked = asked.astype({"snapshot_day": "datetime64[us]"}).sort_values("snapshot_day")
    found = pd.merge_asof(
        asked, days, left_on="snapshot_day", right_on="event_day", by="customer_id"
    ).set_index("row")["event_day"].reindex(rows.index)  # fmt: skip
    return found.where(found.ge(rows["last_order_day"]), rows["last_order_day"])


def agreed(rows: pd.DataFrame, consents: pd.DataFrame, whose: pd.Series) -> pd.DataFrame:
    """Return to which channels each customer had agreed by the first order, 0 or 1 each.

    Only lists that tell the day of a word can say so; a list that tells none stands for the
    day on which it was received, which is after the first order of nearly everybody.
    """
    yes = consents[consents["state"].eq("granted")]
    customer = yes["person_id"].map(whose)
    first = pd.to_datetime(yes["day"]).groupby([customer, yes["channel"]]).min()
    limit = pd.to_datetime(rows["first_order_day"]) + pd.Timedelta(days=MARKETING_DAYS)
    return pd.DataFrame({
        f"{AGREED}:{channel}": (rows["customer_id"].map(own.droplevel(1)) <= limit).astype(float)
        for channel, own in first.groupby(level=1)
    }, index=rows.index)  # fmt: skip


def placed(rows: pd.DataFrame, people: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Return how well each customer's place is served, beside the other places of its country.

    Returns
    -------
    DataFrame
        Per figure its value less the mean of the country's customers (0 where the place is not
        known), and `abroad` for who lives outside the country in which most do.
    """
    own = people.set_index("customer_id").reindex(rows["customer_id"])
    country = own["country"].reset_index(drop=True)
    found = {}
    if country.nunique() > 1:
        found["abroad"] = (country.notna() & country.ne(country.mode().iloc[0])).astype(float)
    newest = figures.sort_values(["year", "delivery"], kind="stable")
    for name in place_figures():
        told = newest[newest["name"].eq(name)].drop_duplicates("region", keep="last")
        if told.empty:
            continue
        value = own["province"].map(told.set_index("region")["value"].astype(float))
        value = value.reset_index(drop=True)
        middle = value.groupby(country.fillna("")).transform("mean")
        found[name] = (value - middle).fillna(0.0)
    return pd.DataFrame(found, index=range(len(rows))).set_axis(rows.index)


def place_figures() -> list[str]:
    """Return the names of figures about places that tell how well a place is served."""
    text = resources.files("helpers.churn").joinpath("circumstances.toml").read_text("utf-8")
    return list(tomllib.loads(text)["place_figures"])


def varied(known: pd.DataFrame, *, least: int = 50) -> tuple[pd.DataFrame, list[str]]:
    """Return the circumstances that can be tested, and the names of those that cannot.

    A flag needs so many rows of either kind, a figure any two values.
    """
    flags = known.isin([0.0, 1.0]).all()
    rarer = np.minimum(known.sum(), len(known) - known.sum())
    fit = np.where(flags, rarer.ge(least), known.nunique().gt(1))
    columns = known.columns[np.asarray(fit, dtype=bool)]
    return known[columns], [name for name in known if name not in columns]
