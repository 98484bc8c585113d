"""The proposal for a company: its undeclared files looked at, and what to declare of them."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from helpers.intake.proposing.claim import Claim, ask, propose
from helpers.intake.proposing.company_facts import company_claims
from helpers.intake.proposing.days import Newest, data_through_claim, received_claim
from helpers.intake.proposing.families import Family, families
from helpers.intake.proposing.inspection import inspect
from helpers.intake.proposing.known import DEEDS
from helpers.workspace import paths
from helpers.workspace.errors import UsageError
from helpers.workspace.raw_files import undeclared_files
from helpers.workspace.source import FILE_NAME, load_source


class Entry(NamedTuple):
    """One entry of a declaration: a file or a pattern, and what is claimed of it.

    `path` is empty for what is declared of the company as a whole.
    """

    path: str
    claims: list[Claim]
    files: tuple[str, ...] = ()

    @property
    def is_read(self) -> bool:
        """Whether something reads its files: others are ignored."""
        return not any(claim.entry == "why" for claim in self.claims)

    @property
    def questions(self) -> list[Claim]:
        """The claims that a person must answer."""
        return [claim for claim in self.claims if claim.is_open]


class Proposal(NamedTuple):
    """What is proposed for a company.

    `existing` is the text of its source.toml, which stays as it is: then `entries`
    are only of files that it does not declare.
    """

    company: str
    entries: list[Entry]
    existing: str = ""

    @property
    def questions(self) -> list[tuple[str, Claim]]:
        """Each question with the path of its entry."""
        return [(entry.path, claim) for entry in self.entries for claim in entry.questions]


def make_proposal(company: str) -> Proposal:
    """Return a proposal for the files of a company that it does not declare yet.

    Raises
    ------
    UsageError
        If the company has no folder, or no files in it.
    InputError
        If its source.toml cannot be read, or a file's name holds an e-mail address.
    """
    folder = paths.raw(company)
    if not folder.is_dir():
        raise UsageError(f"data/raw/{company} is not there: make it and put the exports into it")
    declared = folder / FILE_NAME
    source = load_source(company) if declared.exists() else None
    found = undeclared_files(company, source)
    if not found and source is None:
        raise UsageError(f"data/raw/{company} holds no files: put the exports into it")
    every = [path.relative_to(folder).as_posix() for path in undeclared_files(company, None)]
    looked = [inspect(path, path.relative_to(folder).as_posix()) for path in found]
    entries = _entries(families(looked, every))
    if source is not None:
        return Proposal(company, entries, declared.read_text(encoding="utf-8"))
    head = company_claims(company, [file for file in looked if file.is_read])
    return Proposal(company, [Entry("", [*head, _whole_company(entries)]), *entries])


def _entries(found: list[Family]) -> list[Entry]:
    """Return the entries of files in the order of their deliveries, ignored ones last."""
    received = {family.path: received_claim(family.files[-1], family.newest)
                for family in found if family.is_read}  # fmt: skip
    newest = _newest(found, received)
    entries = []
    for family in sorted(found, key=lambda f: (not f.is_read, _day(received.get(f.path)), f.path)):
        claims = family.claims
        if family.is_read:
            day = received[family.path]
            through = data_through_claim(day.value, newest[_delivery(family, received)])
            days = [day, through] if through else [day]
            claims = [claims[0], *days, *claims[1:]]
        entries.append(Entry(family.path, claims, tuple(family.files)))
    return entries


def _newest(found: list[Family], received: dict[str, Claim]) -> dict[object, list[Newest]]:
    """Return the newest days of each delivery: of what customers did, else of any of its files."""
    deeds, other = defaultdict(list), defaultdict(list)
    for family in found:
        if family.is_read and family.newest:
            kind = deeds if family.records in DEEDS else other
            kind[_delivery(family, received)].append(family.newest)
    return defaultdict(list, {**other, **deeds})


def _delivery(family: Family, received: dict[str, Claim]) -> object:
    """Return what files of one delivery have in common: their day, else their folder."""
    return received[family.path].value or family.path.rpartition("/")[0]


def _day(claim: Claim | None) -> date:
    return (claim.value or claim.suggestion if claim else None) or date.max


def _whole_company(entries: list[Entry]) -> Claim:
    """Return up to which day all files together know: the last day of any of them."""
    told = [claim for entry in entries for claim in entry.claims if claim.entry == "data_through"]
    days = [(claim.value or claim.suggestion, claim) for claim in told]
    if not days:
        return ask("data_through", "up to which day do the files know? None of them is dated")
    day, claim = max(days, key=lambda item: item[0])
    return propose("data_through", day, claim.evidence, confidence=claim.confidence)
