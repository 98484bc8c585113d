"""Who is meant: every record of one person, found from an e-mail, a phone or a number.

A record leads to further ones by its own number, e-mail and phone. An e-mail or a phone that
stands beside several people leads nowhere: a placeholder, or what a family shares, must not make
many people one. Where chapter 02 has told who is the same person (`identities`), that counts.
"""

from typing import NamedTuple

import pandas as pd

from helpers.intake import Opened, erasing, open_declared, people
from helpers.intake.formats import systems
from helpers.intake.reading import Reading
from helpers.workspace import paths, privacy
from helpers.workspace.errors import UsageError
from helpers.workspace.raw_files import declared_files
from helpers.workspace.source import Source, SourceFile, load_source

KINDS = ("email", "phone", "customer-id")
MOST_RECORDS = 50  # an e-mail or a number that more contacts have is a placeholder
DETAILS = ("name_received", "name", "email_received", "email", "phone_received", "phone",
           "address_received", "address")  # fmt: skip
OWN = ("visitor_id", "interaction_id")  # theirs, unless rows of somebody else have it too
IDENTITIES = ("contact_id", "source_customer_id", "person_id", "why")


class Read(NamedTuple):
    """One declared file as read, nobody left out; `kept` as `Format` has it."""

    name: str
    opened: Opened
    reading: Reading
    kept: frozenset[str]


class Records(NamedTuple):
    """Whose records there are.

    `rows` has a row for each row of a file that may be about somebody: its ids, details, kind,
    file and line. `told` is what chapter 02 said last of who is the same person, `earlier`
    what it said in the quarters before (`period`).
    """

    rows: pd.DataFrame
    told: pd.DataFrame
    earlier: pd.DataFrame


class Person(NamedTuple):
    """One person: the pseudonyms that stand for nobody else, and the rows about them.

    `shared` counts e-mails and phones that others have as well; `weighed` the records that
    chapter 02 joined by weighing likeness and not by a certain rule.
    """

    ids: frozenset[str]
    rows: pd.DataFrame
    others: pd.DataFrame
    shared: int = 0
    weighed: int = 0


def read_all(company: str) -> list[Read]:
    """Return every declared file of a company as read, nobody left out."""
    source = load_source(company)
    return [_read(company, *told, source) for told in declared_files(company, source)]


def records_of(company: str, files: list[Read]) -> Records:
    """Return whose records there are in some files of a company."""
    columns = [*erasing.ID_COLUMNS, *DETAILS]
    empty = pd.DataFrame(columns=[*columns, "kind", "line", "file"])
    found = [file.reading.rows.reindex(columns=[*columns, "kind", "line"]).assign(file=file.name)
             for file in files]  # fmt: skip
    rows = pd.concat([empty, *found], ignore_index=True).astype(dict.fromkeys(columns, "str"))
    some = rows[rows[[*erasing.ID_COLUMNS, "email", "phone"]].notna().any(axis="columns")]
    return Records(some.reset_index(drop=True), *_identities(company))


def find(records: Records, start: set[str], *, kind: str) -> Person:
    """Return the person that some pseudonyms stand for; one without rows where nobody is.

    Parameters
    ----------
    records : Records
        All records.
    start : set of str
        What `ids_of` returned, or the pseudonyms that are known already.
    kind : str
        One of `KINDS`, for messages.

    Raises
    ------
    UsageError
        If the value is a placeholder, or a phone of several people.
    """
    rows, told, earlier = records
    listed = rows[rows["contact_id"].notna() & rows["name_received"].notna()
                  | rows["email"].notna() | rows["phone"].notna()]  # fmt: skip
    keys = pd.DataFrame({
        "contact": listed["contact_id"], "customer": listed["customer_id"],
        "email": privacy.pseudonyms("email", listed["email"]),
        "phone": privacy.pseudonyms("phone", listed["phone"]),
        "client": listed["account_id"].where(listed["kind"].eq("client")),
    })  # fmt: skip
    shared = _of_several(keys, told)
    _refuse_placeholder(keys, start, shared, kind)
    ids = _closure(keys, told, start, shared)
    ids |= _earlier_ids(earlier, ids)
    weighed = told["why"].eq("weighed") & told["contact_id"].isin(ids)
    beside = len({*keys.loc[keys["contact"].isin(ids), ["email", "phone"]].stack()} & shared)
    return find_known(rows, ids)._replace(shared=beside, weighed=int(weighed.sum()))


def find_known(rows: pd.DataFrame, ids: frozenset[str] | set[str]) -> Person:
    """Return the person whose pseudonyms are all known, with the rows that carry one."""
    theirs = _of(rows, ids)
    own = [set(rows.loc[theirs, name].dropna()) - set(_somebodys(rows[~theirs])[name].dropna())
           for name in OWN]  # fmt: skip
    theirs |= _of(rows, set.union(*own))
    return Person(frozenset(ids.union(*own)), rows[theirs], rows[~theirs])


def ids_of(kind: str, value: str, country: str | None) -> set[str]:
    """Return the pseudonyms that an e-mail, a phone or a number may have.

    Raises
    ------
    UsageError
        If it is none; the value is not repeated.
    """
    text = value.strip()
    if kind == "customer-id" and text:
        things = ("contact", *(f"contact of {system}" for system in systems()))
        number = people.plain(pd.Series([text])).iloc[0]
        return {privacy.pseudonym(thing, number) for thing in things}
    found = erasing.ids_of(text, country) if ("@" in text) == (kind == "email") else set()
    if not found:
        raise UsageError(
            f"what was given is no {kind} that can be read (a phone needs its country's prefix, "
            "such as +86, where source.toml declares no country)"
        )
    return found


def _read(company: str, declared: SourceFile, path, source: Source) -> Read:
    opened = open_declared(company, declared, path, source)
    name = path.relative_to(paths.raw(company)).as_posix()
    kept = opened.form.kept(opened.text, opened.context)
    return Read(name, opened, opened.form.read(opened.text, opened.context), kept)


def _of(rows: pd.DataFrame, ids: set[str]) -> pd.Series:
    return rows[list(erasing.ID_COLUMNS)].isin(list(ids)).any(axis="columns")


def _somebodys(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["customer_id"].notna() | rows["contact_id"].notna()]


def _of_several(keys: pd.DataFrame, told: pd.DataFrame) -> set[str]:
    """Return what stands beside several people: of other e-mails, told apart, or a crowd."""
    person = told.dropna(subset=["contact_id"]).drop_duplicates("contact_id")
    known = keys["contact"].map(person.set_index("contact_id")["person_id"])
    by_phone = known.fillna(keys["email"]).groupby(keys["phone"]).nunique()
    by_email = known.groupby(keys["email"]).nunique()
    crowd = keys.groupby("email")["contact"].nunique()
    return {*by_phone[by_phone > 1].index, *by_email[by_email > 1].index,
            *crowd[crowd > MOST_RECORDS].index}  # fmt: skip


def _refuse_placeholder(keys: pd.DataFrame, start: set[str], shared: set[str], kind: str) -> None:
    listed = keys.loc[keys.isin(list(start)).any(axis="columns"), "contact"].nunique()
    if start & shared or listed > MOST_RECORDS:
        raise UsageError(
            f"the {kind} that was given stands beside several people, so that it names none of "
            "them: give an e-mail, or the number that their system gave them"
        )


def _closure(keys: pd.DataFrame, told: pd.DataFrame, start: set[str], shared: set[str]) -> set[str]:
    """Return the pseudonyms of a person's records, going from each to what it leads to."""
    ids, before = set(start), set()
    while ids != before:
        before = set(ids)
        mine = keys[keys.isin(list(ids)).any(axis="columns")]
        joined = told["contact_id"].isin(ids) | told["source_customer_id"].isin(ids)
        same = told[told["person_id"].isin({*told.loc[joined, "person_id"].dropna()})]
        ids |= {*mine.stack().dropna(), *same.drop(columns="why").stack().dropna()} - shared
    return ids


def _earlier_ids(earlier: pd.DataFrame, ids: set[str]) -> set[str]:
    """Return the ids that the person had in quarters before, where nobody shared them.

    Somebody who was once taken for one with another, and is no longer, keeps their rows.
    """
    theirs = earlier["contact_id"].isin(ids) | earlier["source_customer_id"].isin(ids)
    alone = theirs.groupby([earlier["period"], earlier["person_id"]]).all()
    return {person for _, person in alone[alone].index}


def _identities(company: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return who is the same person as chapter 02 last told, and as it told before."""
    paths_of = sorted(paths.processed(company).glob("*/identities.parquet"), reverse=True)
    found = [
        _of_one_person(pd.read_parquet(path)).assign(period=path.parent.name)
        for path in paths_of
    ] or [pd.DataFrame(columns=[*IDENTITIES, "period"])]  # fmt: skip
    last = found[0].drop(columns="period").astype("str")
    return last, pd.concat([found[0].iloc[:0], *found[1:]]).astype("str")


def _of_one_person(told: pd.DataFrame) -> pd.DataFrame:
    """Return who is the same person, without numbers that several people share."""
    told = told.reindex(columns=list(IDENTITIES))
    people_of = told.groupby("source_customer_id")["person_id"].transform("nunique")
    return told.assign(source_customer_id=told["source_customer_id"].where(people_of.eq(1)))
