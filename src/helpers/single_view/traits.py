"""Traits: what lists of people tell that fits nowhere else, as far as it names nobody.

Columns that no format knows are private, because a cell may hold anything. Of those that are
numbers, flags or few words each customer's newest value is taken over; what may name
somebody, or tells what nobody is to be sorted by, stays where it is.
"""

from typing import NamedTuple

import ibis
import pandas as pd
from ibis.expr.types import Table

from helpers.evidence.counts import NO, OTHER, YES
from helpers.single_view.behaviour import owners
from helpers.single_view.trait_columns import FLAG, NUMBER, TYPES, WORD, judged_columns
from helpers.workspace import Desk, engine

# Lists of people, of where they belong, and of what they have agreed.
LISTS = ("contacts", "leads", "memberships", "accounts", "subscriptions")
YES_WORDS = ("yes", "true", "y", "1", "是")
NO_WORDS = ("no", "false", "n", "0", "否")
MOST_WORDS = 50  # different ones that a column of words may have
LEAST_HOLDERS = 10  # customers who share a word: what fewer have is OTHER


class Traits(NamedTuple):
    """The table `traits`, and the table `trait_columns`: what became of each column."""

    table: Table
    columns: pd.DataFrame


def take_traits(desk: Desk, who: pd.DataFrame, homes: pd.DataFrame) -> Traits:
    """Return the traits of customers, as known on the as-of day.

    Parameters
    ----------
    desk : Desk
        Where `attributes` and `contact_details` are read.
    who : DataFrame
        The table `identities`: `contact_id` and `customer_id`.
    homes : DataFrame
        The table `households`: `account_id` and `unit_id`.
    """
    attributes, details = desk.read("attributes?"), desk.read("contact_details?")
    owned = [owners_of(who, homes), subscribers(desk.read("subscriptions?").to_pandas(), who)]
    return traits_of(attributes, details, pd.concat(owned, ignore_index=True))


def owners_of(who: pd.DataFrame, homes: pd.DataFrame) -> pd.DataFrame:
    """Return whose a record is: `record_id`, `customer_id`, `place`; an account's all of its own.

    `place` says whose word counts first: 0 for a person's own record or subscription, 1 for
    its account's.
    """
    own = who[["contact_id", "customer_id"]].set_axis(["record_id", "customer_id"], axis=1)
    account = homes[["account_id", "unit_id"]].set_axis(["record_id", "customer_id"], axis=1)
    both = pd.concat([own.assign(place=0), account.assign(place=1)]).dropna().drop_duplicates()
    return both.astype({"record_id": "str", "customer_id": "str"}).reset_index(drop=True)


def subscribers(subscriptions: pd.DataFrame, who: pd.DataFrame) -> pd.DataFrame:
    """Return whose a subscription is, as `owners_of` returns whose a record is.

    Parameters
    ----------
    subscriptions : DataFrame
        `subscription_id` and `customer_id`, the number that its source knows the customer by.
    who : DataFrame
        The table `identities`.
    """
    customer = owners(who).by_customer.to_pandas().set_index("customer_id")["person_id"]
    told = pd.DataFrame({
        "record_id": subscriptions["subscription_id"],
        "customer_id": subscriptions["customer_id"].map(customer), "place": 0,
    })  # fmt: skip
    return told.dropna().astype({"record_id": "str", "customer_id": "str"})


def traits_of(attributes: Table, details: Table, owners: pd.DataFrame) -> Traits:
    """Return the traits of customers.

    Parameters
    ----------
    attributes : Table
        The private table `attributes`, as known on the as-of day.
    details : Table
        The private table `contact_details`, to find columns that repeat what stands there.
    owners : DataFrame
        As from `owners_of`.

    Returns
    -------
    Traits
        A column of words is taken where at most MOST_WORDS words, each of at least
        LEAST_HOLDERS customers, are nine tenths of its cells.
    """
    cells = _newest(attributes, engine.in_memory(owners)).cache()
    words = _words(cells).cache()
    columns = judged_columns(_measured(cells, words, details))
    kept = columns[columns["fate"].isin(TYPES)]
    types = engine.in_memory(kept[["name", "fate"]].rename(columns={"fate": "type"}))
    typed = cells.inner_join(types, "name")
    told = typed.inner_join(words, ["name", "value"])
    # A word that stands for fewer than ten people is not told, and neither is a rest so small.
    few = (told.type == WORD) & ~told.common & (told.in_rest < LEAST_HOLDERS)
    return Traits(_valued(told.filter(~few)), columns)


def _newest(attributes: Table, owners: Table) -> Table:
    """Return the newest cell of each customer and column: a person's own goes first."""
    listed = attributes.filter(attributes.records.isin(LISTS))
    owned = listed.inner_join(owners, "record_id", rname="{name}_of_owner")
    order = [owned.place, owned.event_day.desc(), owned.delivery.desc(), owned.record_id]
    customer = owned.customer_id_of_owner
    first = ibis.row_number().over(group_by=[customer, owned.name], order_by=order)
    ranked = owned.mutate(first=first, customer=customer)
    newest = ranked.filter(ranked["first"] == 0, ranked.value.notnull())
    return newest.select(
        "name", "record_id", customer_id=newest.customer, value=newest.value.strip()
    )


def _words(cells: Table) -> Table:
    """Return the values of each column: their `holders`, whether they are `common`, `in_rest`."""
    by = cells.group_by("name", "value")
    held = by.agg(holders=cells.count())
    rank = ibis.row_number().over(group_by=held.name, order_by=[held.holders.desc(), held.value])
    ranked = held.mutate(rank=rank)
    common = (ranked["rank"] < MOST_WORDS) & (ranked.holders >= LEAST_HOLDERS)
    marked = ranked.mutate(common=common).drop("rank")
    rest = marked.holders.sum(where=~marked.common).over(group_by="name")
    return marked.mutate(in_rest=rest.fill_null(0))


def _measured(cells: Table, words: Table, details: Table) -> pd.DataFrame:
    """Return what `judged_columns` judges columns by, one row per column."""
    low = words.value.lower()
    whole = words.value.re_search(r"^[-+]?\d{1,15}$")
    digits = words.value.re_replace(r"\D", "").length()
    flag = low.isin(YES_WORDS + NO_WORDS)
    by = words.group_by("name").agg(
        customers=words.holders.sum(), different=words.count(),
        numbers=words.value.re_search(r"^[-+]?\d{1,15}(\.\d+)?$").all(), whole=whole.all(),
        coded=words.value.re_search(r"^0\d").any(), flags=flag.all(),
        two_ways=low.isin(YES_WORDS).any() & low.isin(NO_WORDS).any(),
        long=(digits >= 9).cast("float64").mean(),
        mailboxes=words.value.contains("@").any(),
        in_common=ibis.coalesce(words.holders.sum(where=words.common), 0),
    )  # fmt: skip
    told = by.to_pandas().merge(_repeats(cells, details), on="name", how="left")
    return told.sort_values("name", ignore_index=True)


def _repeats(cells: Table, details: Table) -> pd.DataFrame:
    """Return how many cells of each column stand in the name, e-mail, phone or address beside."""
    known = details.select(
        "name_received", "email_received", "phone_received", "address_received",
        record_id="contact_id",
    ).rename(person="name_received")  # fmt: skip
    both = cells.inner_join(known, "record_id")
    mine = both.value.lower()
    same = ibis.literal(False)
    for detail in ("person", "email_received", "phone_received", "address_received"):
        words = ibis.literal(" ") + both[detail].lower() + " "
        same |= words.contains(ibis.literal(" ") + mine + " ").fill_null(False)
    same &= mine.length() > 1  # an initial says nothing
    return both.group_by("name").agg(repeats=same.sum()).to_pandas()


def _valued(told: Table) -> Table:
    """Return the table `traits`: rare words as OTHER, flags as yes and no."""
    low = told.value.lower()
    is_yes = low.isin(YES_WORDS)
    word = ibis.ifelse(told.common, told.value, OTHER)
    value = ibis.cases(
        (told.type == FLAG, ibis.ifelse(is_yes, YES, NO)), (told.type == WORD, word),
        else_=told.value,
    )  # fmt: skip
    number = ibis.cases(
        (told.type == FLAG, is_yes.cast("float64")),
        (told.type == NUMBER, told.value.try_cast("float64")),
    )  # fmt: skip
    return told.select("customer_id", "name", "type", value=value, number=number)


def shown_columns(columns: pd.DataFrame) -> pd.DataFrame:
    """Return for readers what became of each column: `column`, `customers`, `different`, `fate`."""
    return columns.assign(fate="trait_" + columns["fate"]).rename(columns={"name": "column"})


def why_no_traits(columns: pd.DataFrame) -> str | None:
    """Return the key of the reason why there are no traits, or None where there are some."""
    return None if columns["fate"].isin(TYPES).any() else "single_view.no_traits"
