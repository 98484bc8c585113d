"""Who may be written to, called or posted to: every word about it, and what holds in the end.

A record's newest word is its own. Across the records of a person, who withdrew anywhere has
withdrawn everywhere, a refusal outweighs any yes, and silence is no consent. To be a member of
a programme, or to have bought, is none either.
"""

from datetime import date

import numpy as np
import pandas as pd
from ibis.expr.types import Table

CHANNELS = ("email", "sms", "post", "phone")
STATES = ("withdrawn", "refused", "granted", "unknown")  # whichever stands first, wins
SAID_NO = ("unsubscribe", "complain")
FLAGS = {channel: f"accepts_{channel}" for channel in CHANNELS}


def statements(contacts: pd.DataFrame, mail: Table, identities: pd.DataFrame) -> pd.DataFrame:
    """Return every word about consent that changed what a record said before.

    A channel on which no record at all says anything has no rows.

    A no after a yes is a withdrawal, and so is an opt-out that tells its day, an unsubscription
    or a complaint; any other no is a refusal. A newsletter's own list dates a yes by the day on
    which somebody subscribed, so that who came back is known to have; any other yes or no
    counts from the day up to which the delivery that tells it knows.

    Parameters
    ----------
    contacts : DataFrame
        Rows of `contacts` in all their versions, as from `candidates.versions`.
    mail : Table
        `email_activity` as known on the as-of day.
    identities : DataFrame
        `contact_id`, `source_customer_id`, `owns_number`, `person_id`.

    Returns
    -------
    DataFrame
        One row per record, channel, day and state: `person_id`, `record`, `channel`, `day`,
        `source`, `state`, in the order of time.
    """
    person = identities.dropna(subset="contact_id").set_index("contact_id")["person_id"]
    known = contacts[contacts["contact_id"].isin(person.index)]
    told = {channel: flag for channel, flag in FLAGS.items() if known[flag].notna().any()}
    parts = [_of_list(known, channel, flag) for channel, flag in told.items()]
    every = pd.concat([*parts, _opted_out(known), _of_mail(mail, known, identities)])
    every["person_id"] = every["record"].map(person).fillna(every["person_id"]).astype("str")
    ordered = every.sort_values(["record", "channel", "day", "state", "source"])
    return ordered.drop_duplicates(["record", "channel", "day", "state"], ignore_index=True)


def _of_list(contacts: pd.DataFrame, channel: str, flag: str) -> pd.DataFrame:
    """Return what each record says of a channel, where it differs from the delivery before."""
    told = contacts.sort_values(["contact_id", "delivery"], ignore_index=True)
    answer, record = told[flag].astype("boolean"), told["contact_id"]
    agreed_once = answer.fillna(False).astype(int).groupby(record).cummax().astype(bool)
    out = pd.to_datetime(told["opted_out_day"] if channel == "email" else pd.NaT)
    out = pd.Series(out, index=told.index).astype("datetime64[us]")
    no = np.where(agreed_once | out.notna(), "withdrawn", "refused")
    yes = answer.fillna(False).astype(bool)
    state = pd.Series(np.select([answer.isna(), yes], ["unknown", "granted"], no), dtype="str")
    joined, day = (pd.to_datetime(told[name]) for name in ("created_day", "event_day"))
    day = day.mask(yes & told["kind"].eq("subscriber") & joined.le(day), joined)
    day = day.mask(state.eq("withdrawn") & out.le(day), out)
    changed = record.ne(record.shift()) | state.ne(state.shift())
    return _said(record, channel, day, told["kind"], state)[changed]


def _said(record, channel: str, day: pd.Series, source, state) -> pd.DataFrame:
    """Return statements of records; whose they are is looked up later."""
    return pd.DataFrame({
        "person_id": pd.Series(pd.NA, index=day.index, dtype="str"), "record": record,
        "channel": channel, "day": day.astype("datetime64[us]"), "source": source, "state": state,
    })  # fmt: skip


def _opted_out(contacts: pd.DataFrame) -> pd.DataFrame:
    """Return the opt-outs that tell their day."""
    out = contacts.dropna(subset="opted_out_day")
    day = pd.to_datetime(out["opted_out_day"])
    return _said(out["contact_id"], "email", day, out["kind"], "withdrawn")


def _of_mail(mail: Table, contacts: pd.DataFrame, identities: pd.DataFrame) -> pd.DataFrame:
    """Return unsubscriptions and complaints, as words of the newsletter's own record if any."""
    said = mail.filter(mail.action.isin(SAID_NO), mail.customer_id.notnull())
    no = said.select("customer_id", "event_day").to_pandas()
    person = identities[identities["owns_number"].astype(bool)]
    person = person.set_index("source_customer_id")["person_id"]
    reader = contacts[contacts["kind"].eq("subscriber")].sort_values("contact_id")
    reader = reader.drop_duplicates("customer_id").set_index("customer_id")["contact_id"]
    record = no["customer_id"].map(reader).astype("str").fillna("mail of " + no["customer_id"])
    told = _said(record, "email", pd.to_datetime(no["event_day"]), "email_activity", "withdrawn")
    told["person_id"] = no["customer_id"].map(person).astype("str")
    return told.dropna(subset="person_id")


def newest_states(told: pd.DataFrame) -> pd.Series:
    """Return what holds for each person and channel, by both.

    Parameters
    ----------
    told : DataFrame
        As from `statements`.
    """
    worst = told["state"].map(STATES.index).astype("int64")
    ordered = told.assign(worst=-worst).sort_values(["record", "channel", "day", "worst"])
    # Silence ends a yes and never a no: who falls silent after a no has still said it.
    after = ordered["worst"].where(ordered["state"].ne("unknown"))
    kept = after.groupby([ordered["record"], ordered["channel"]]).ffill()
    silent_no = ordered["state"].eq("unknown") & kept.isin([0, -1])
    ordered["worst"] = -ordered["worst"].mask(silent_no, kept).astype("int64")
    newest = ordered.drop_duplicates(["record", "channel"], keep="last")
    worst_word = newest.groupby(["person_id", "channel"])["worst"].min()
    return worst_word.map(dict(enumerate(STATES))).astype("str").rename("newest_state")


def consents(told: pd.DataFrame, ages: pd.DataFrame) -> pd.DataFrame:
    """Return the table `consents`: every word about consent, and what holds in the end.

    Parameters
    ----------
    told : DataFrame
        As from `statements`.
    ages : DataFrame
        Everybody's `jurisdiction` and `under_age`, as from `ages.under_age`.
    """
    joined = told.merge(newest_states(told).reset_index(), on=["person_id", "channel"])
    joined = joined.merge(ages, on="person_id", how="left", validate="many_to_one")
    joined["under_age"] = joined["under_age"].astype("boolean")
    columns = ["person_id", "channel", "record", "day", "state", "source", "newest_state",
               "jurisdiction", "under_age"]  # fmt: skip
    return joined[columns].sort_values(columns[:5], ignore_index=True)


def may_contact(table: pd.DataFrame, channel: str, *, as_of: date | None = None) -> pd.Series:
    """Return who may be contacted by a channel: consent in force, and old enough to give it.

    Parameters
    ----------
    table : DataFrame
        The table `consents`.
    channel : {"email", "sms", "post", "phone"}
        How.
    as_of : date, optional
        To know what held on an earlier day; by default the newest word counts, as it must for
        whatever leaves the house.

    Returns
    -------
    Series of str
        `person_id`, sorted; nobody where no source tells of the channel (`why_no_list`).

    Raises
    ------
    ValueError
        If there is no such channel.
    """
    if channel not in CHANNELS:
        raise ValueError(f"channel {channel!r} is none of {', '.join(CHANNELS)}")
    told = table[table["channel"].eq(channel) & ~table["under_age"].fillna(False).astype(bool)]
    if as_of is not None:
        told = told[pd.to_datetime(told["day"]) <= pd.Timestamp(as_of)]
    states = newest_states(told).reset_index()
    people = states.loc[states["newest_state"].eq("granted"), "person_id"]
    return people.sort_values(ignore_index=True).astype("str")


def why_no_list(table: pd.DataFrame, channel: str) -> str | None:
    """Return the key of the reason why nobody may be contacted by a channel, or None."""
    if channel in without_source(table):
        return "single_view.no_consent_source"
    return None if len(may_contact(table, channel)) else "single_view.nobody_consented"


def without_source(table: pd.DataFrame) -> list[str]:
    """Return the channels of which no source says whether anybody agrees to them."""
    said = set(table.loc[table["state"].ne("unknown"), "channel"])
    return [channel for channel in CHANNELS if channel not in said]


def consent_counts(table: pd.DataFrame, people: int) -> pd.DataFrame:
    """Return how many people stand how with each channel that any source tells of.

    Parameters
    ----------
    table : DataFrame
        The table `consents`.
    people : int
        How many people there are.

    Returns
    -------
    DataFrame
        `channel`, `consent` (a state; ``too_young`` of who agreed and is under age), `people`,
        `share` (proportion); the states of a channel add up to everybody.
    """
    one = table.drop_duplicates(["person_id", "channel"])
    young = one["newest_state"].eq("granted") & one["under_age"].fillna(False).astype(bool)
    told = one.assign(consent=one["newest_state"].mask(young, "too_young"))
    counts = told.groupby(["channel", "consent"]).size()
    heard = [channel for channel in CHANNELS if channel not in without_source(table)]
    order = ["granted", "too_young", "refused", "withdrawn", "unknown"]
    every = pd.MultiIndex.from_product([heard, order], names=["channel", "consent"])
    frame = counts.reindex(every, fill_value=0).rename("people").reset_index()
    silent = people - frame.groupby("channel")["people"].transform("sum")
    frame["people"] += silent.where(frame["consent"].eq("unknown"), 0).astype("int64")
    return frame.assign(share=frame["people"] / max(people, 1))
