"""What the command says of a proposal: what was found, what is asked, what to do next."""

from collections.abc import Iterator

from helpers.intake.proposing.claim import Claim, counted
from helpers.intake.proposing.proposal import Entry, Proposal
from helpers.workspace.source import DRAFT_NAME, FILE_NAME

SHOWN = ("encoding", "delimiter", "decimal")
MOST_QUESTIONS = 12


def proposal_lines(proposal: Proposal) -> Iterator[str]:
    """Return what a person wants to know of a proposal, line by line."""
    folder = f"data/raw/{proposal.company}"
    read = [entry for entry in proposal.entries if entry.path and entry.is_read]
    ignored = [entry for entry in proposal.entries if entry.path and not entry.is_read]
    if not read and not ignored:
        yield f"Every file in {folder} is declared: there is nothing to propose."
        return
    files = sum(len(entry.files) for entry in (*read, *ignored))
    yield f"{counted(files, 'file')} in {folder}, of which {_sum(read)} can be read:"
    yield from (_line(entry) for entry in read)
    if ignored:
        yield f"Nothing reads {counted(_sum(ignored), 'file')}:"
        yield from (f"  {entry.path}" for entry in ignored)
    yield from _questions(proposal)
    yield ""
    yield f"The draft is {folder}/{DRAFT_NAME}. {_next(proposal)}"


def _sum(entries: list[Entry]) -> int:
    return sum(len(entry.files) for entry in entries)


def _line(entry: Entry) -> str:
    """Return one entry in a line: its format, and what is notable about it."""
    told = {claim.entry: claim for claim in entry.claims}
    table = f" ({_shown(told['table'])})" if "table" in told else ""
    notable = [_shown(told[name]) for name in SHOWN if name in told and _is_notable(told[name])]
    more = f", {', '.join(notable)}" if notable else ""
    asked = f", {counted(len(entry.questions), 'question')}" if entry.questions else ""
    return f"  {entry.path}: {_shown(told['format'])}{table}{more}{asked}"


def _is_notable(claim: Claim) -> bool:
    return claim.is_open or claim.value not in ("utf-8", ",", ".")


def _shown(claim: Claim) -> str:
    value = claim.value if claim.value is not None else claim.suggestion
    name = f"{claim.entry} " if claim.entry in SHOWN else ""
    return (
        f"{name}{value!r}{'?' if claim.is_open else ''}"
        if name
        else (f"{value}{'?' if claim.is_open else ''}")
    )


def _questions(proposal: Proposal) -> Iterator[str]:
    asked = proposal.questions
    certain = sum(c.value is not None for entry in proposal.entries for c in entry.claims)
    yield (
        f"{counted(certain, 'entry').replace('entrys', 'entries')} proposed with evidence, "
        f"{counted(len(asked), 'question')}" + (":" if asked else ".")
    )
    for path, claim in asked[:MOST_QUESTIONS]:
        yield f"  {path or 'the company'}, {claim.entry}: {claim.question}"
    if len(asked) > MOST_QUESTIONS:
        yield f"  and {len(asked) - MOST_QUESTIONS} more, all in the draft"


def _next(proposal: Proposal) -> str:
    run = f"make reports COMPANY={proposal.company}"
    if proposal.questions:
        return f"Answer its questions, rename it to {FILE_NAME}, then: {run}"
    return f"Look at it, rename it to {FILE_NAME}, then: {run}"
