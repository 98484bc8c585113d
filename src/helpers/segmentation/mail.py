"""What groups of customers do with newsletters: who opens, who clicks, who leaves the list."""

from datetime import date, timedelta

import ibis
import pandas as pd
from ibis.expr.types import Table

from helpers.evidence.clustered import clustered_share, spread_of
from helpers.evidence.intervals import proportion_interval
from helpers.evidence.membership import is_among
from helpers.workspace import Desk, contracts

OF_CUSTOMERS = {"opened": "reached", "clicked": "opened", "unsubscribed": "reached"}
LEAVING = ("unsubscribe", "complain")
OF_MAILS = {"opened_of_sent": ("sent", "both"), "clicked_of_opened": ("opened", "clicked")}


def mail_by_customer(desk: Desk, people: pd.DataFrame, *, window_days: int) -> pd.DataFrame:
    """Return what customers did with newsletters, as `responses_of` says, by the as-of day."""
    mail, contacts = (
        desk.read(name, by_customer=True) for name in ("email_activity?", "contacts?")
    )
    return responses_of(mail, contacts, people, desk.as_of, window_days=window_days)


def responses_of(
    mail: Table, contacts: Table, people: pd.DataFrame, day: date, *, window_days: int
) -> pd.DataFrame:
    """Return what each customer who could be reached did with the newsletters of the window.

    Reached is who was sent one, did something with one, left the list, or agrees to e-mail.

    Parameters
    ----------
    mail, contacts : Table
        `email_activity` and `contacts` by customer, as known on the day.
    people : DataFrame
        The table `customers`.
    day : date
        The as-of day.
    window_days : int
        How far back newsletters count, in days.

    Returns
    -------
    DataFrame
        One row per customer in scope who was reached: number of newsletters `sent`, `opened`,
        `clicked` and `both` (sent and opened), and whether the customer `left` the list;
        missing where no source ever tells of that.
    """
    since = ibis.literal(day - timedelta(days=window_days))
    scope = people[people["in_scope"]].set_index("customer_id")
    found = _mails(mail.filter(mail.event_day > since, mail.customer_id.notnull()))
    gone = contacts.filter(contacts.opted_out_day > since).select("customer_id").distinct()
    gone = pd.Index(gone.to_pandas()["customer_id"].astype("str"))
    agrees = scope.index[scope["accepts_email"].fillna(False).astype(bool)]
    known = found.index.union(gone).intersection(scope.index)
    told = found.reindex(agrees.union(known).rename("customer_id"))
    counts = ["sent", "opened", "clicked", "both"]
    told[counts] = told[counts].fillna(0).astype("int64")
    left = told["left"].fillna(False).astype("boolean") | is_among(told.index, gone)
    return told.assign(left=left if _tells_of_leaving(mail, contacts) else pd.NA)


def _mails(told: Table) -> pd.DataFrame:
    """Return of each customer the newsletters sent, opened and clicked in, each counted once."""
    mails = told.group_by("customer_id", "campaign").agg(
        sent=(told.action == "send").any(), opened=told.action.isin(["open", "click"]).any(),
        clicked=(told.action == "click").any(), left=told.action.isin(LEAVING).any(),
    )  # fmt: skip
    by = mails.group_by("customer_id").agg(
        sent=mails.sent.sum(), opened=mails.opened.sum(), clicked=mails.clicked.sum(),
        both=(mails.sent & mails.opened).sum(), left=mails.left.any(),
    )  # fmt: skip
    return by.to_pandas().astype({"customer_id": "str"}).set_index("customer_id")


def _tells_of_leaving(mail: Table, contacts: Table) -> bool:
    """Return whether some source ever tells that somebody left the list."""
    acts = int(mail.filter(mail.action.isin(LEAVING)).count().to_pandas())
    return bool(acts or int(contacts.opted_out_day.count().to_pandas()))


def mail_response(by_customer: pd.DataFrame, groups: dict[str, pd.Series]) -> pd.DataFrame:
    """Return the response of all reached customers, and of each group of them.

    Parameters
    ----------
    by_customer : DataFrame
        As from `responses_of`.
    groups : dict of str to Series
        By name, the group of each customer, by customer.

    Returns
    -------
    DataFrame
        The table `mail_response`. What no source tells of does not stand there: shares of
        newsletters only where sending is told.
    """
    columns = list(contracts.load("mail_response").columns)
    cuts = {"all": pd.Series("all", index=by_customer.index)} | groups
    told = [name for name in ("sent", "opened") if by_customer[name].any()]
    rows = []
    for cut, group in cuts.items():
        for part, own in by_customer.groupby(group.reindex(by_customer.index)):
            rows += [(cut, part, *row) for row in _measures(own, told)]
    return pd.DataFrame(rows, columns=columns)


def _measures(own: pd.DataFrame, told: list[str]) -> list[tuple]:
    """Return what a group did, as far as sources tell of it: silence of a source is no nought."""
    did = {"reached": pd.Series(True, index=own.index)}
    if "opened" in told:
        did |= {"opened": own["opened"].gt(0), "clicked": own["clicked"].gt(0)}
    if own["left"].notna().all():
        did["unsubscribed"] = own["left"].astype(bool)
    rows = []
    for measure, base in OF_CUSTOMERS.items():
        if {measure, base} <= did.keys() and did[base].any():
            of, hits = int(did[base].sum()), int((did[base] & did[measure]).sum())
            rows.append((measure, of, hits, *proportion_interval(hits, of)))
    return rows + (_of_mails(own) if len(told) == 2 else [])


def _of_mails(own: pd.DataFrame) -> list[tuple]:
    """Return the shares of newsletters, those to one customer hanging together."""
    rows = []
    for measure, (base, hit) in OF_MAILS.items():
        of, hits = own[base], own[hit]
        if of.sum():
            share = hits.sum() / of.sum()
            spread = spread_of(share, (hits**2).sum(), (hits * of).sum(), (of**2).sum())
            found = clustered_share(int(hits.sum()), int(of.sum()), spread)
            rows.append((measure, int(of.gt(0).sum()), int(hits.gt(0).sum()), *found))
    return rows


def why_no_mail(by_customer: pd.DataFrame) -> str | None:
    """Return the key of what to add where no newsletter is known; None where some are."""
    return "missing.tables.email_activity" if not by_customer["opened"].any() else None
