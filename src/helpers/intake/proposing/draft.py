"""A proposal as the text of a declaration: values with their evidence, questions in comments."""

import json
import textwrap
from datetime import date
from typing import Any

from helpers.intake.proposing.claim import Claim
from helpers.intake.proposing.proposal import Entry, Proposal
from helpers.workspace.source import FILE_NAME

HEAD = """\
# Proposed from the files in data/raw/{company}. Nothing reads it before a person confirms it:
# look at each value and its evidence, answer each question ({questions}), then rename this file
# to {name}.
"""
ADDED = """\

# Proposed for files that are not declared above. Answer each question ({questions}), then put this
# file in the place of {name}.
"""
WIDTH = 100
UNANSWERED = "???"  # no entry may be this: the declaration is refused until it is answered
# What the declaration or the intake refuses to do without: a question on it may stay a comment.
NEEDED = ("title", "currency", "time_zone", "data_through", "received", "encoding", "format",
          "table", "exact_repeats", "why")  # fmt: skip
TABLES = ("date_format", "columns", "fixed", "exchange_rates")
QUESTION = "question"  # not an entry: a question that is answered by changing the file itself


def draft_text(proposal: Proposal) -> str:
    """Return the text of a draft; an existing declaration stands in it unchanged."""
    questions = len(proposal.questions)
    told = {"company": proposal.company, "questions": questions, "name": FILE_NAME}
    parts = [proposal.existing.rstrip() + "\n" + ADDED.format(**told) if proposal.existing else
             HEAD.format(**told)]  # fmt: skip
    parts += [entry_text(entry) for entry in proposal.entries]
    return "\n".join(parts)


def entry_text(entry: Entry) -> str:
    """Return one entry: the company as a whole, a file that is read, or one that is ignored."""
    lines = []
    if entry.path:
        lines += ["[[files]]" if entry.is_read else "[[ignore]]", f"path = {toml(entry.path)}"]
    plain = [claim for claim in entry.claims if _table(claim.entry) is None]
    for claim in plain:
        if claim.entry != "overlaps":
            lines += _lines(claim.entry, claim)
    for table in TABLES:
        inside = [claim for claim in entry.claims if _table(claim.entry) == table]
        if inside:
            lines += ["", f"[files.{table}]" if entry.path else f"[{table}]"]
            for claim in inside:
                lines += _lines(_key(claim.entry.partition(".")[2]), claim)
    for claim in plain:
        if claim.entry == "overlaps" and claim.value:
            lines += _overlaps(claim)
    return "\n".join([*lines, ""])


def toml(value: Any) -> str:
    r"""Return a value as TOML writes it.

    Examples
    --------
    >>> print(toml("a \"b\""), toml(r"^\d{5}"), toml(["x", date(2026, 7, 6)]), toml(7.15))
    "a \"b\"" '^\d{5}' ["x", 2026-07-06] 7.15
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, int | float):
        return str(value)
    text = str(value)
    if "\\" in text and "'" not in text and text.isprintable():
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _table(entry: str) -> str | None:
    first, dot, _ = entry.partition(".")
    return first if dot and first in TABLES else None


def _key(name: str) -> str:
    bare = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    return name if bare else json.dumps(name, ensure_ascii=False)


def _lines(key: str, claim: Claim) -> list[str]:
    if claim.is_open:
        return _question(key, claim)
    if claim.value is not None:
        return _commented(f"{key} = {toml(claim.value)}", claim.evidence)
    if claim.suggestion is not None:
        return _commented(f"# {key} = {toml(claim.suggestion)}", f"perhaps: {claim.evidence}")
    return []


def _question(key: str, claim: Claim) -> list[str]:
    if claim.entry == QUESTION:
        return [f"{QUESTION} = {toml(claim.question)}   # then remove this line"]
    evidence = f" ({claim.evidence})" if claim.evidence else ""
    said = f"question: {claim.question}{evidence}"
    shown = toml("…" if claim.suggestion is None else claim.suggestion)
    if claim.entry in NEEDED or claim.entry.startswith(("columns.", "fixed.")):
        return _commented(f"# {key} = {shown}", said)
    hint = "" if claim.suggestion is None else f" perhaps {shown}"
    return _commented(f"{key} = {toml(UNANSWERED)}", said + hint)


def _commented(line: str, comment: str) -> list[str]:
    if not comment:
        return [line]
    comment = " ".join(comment.split())
    if len(line) + len(comment) + 5 <= WIDTH:
        return [f"{line}   # {comment}"]
    return [*textwrap.wrap(comment, WIDTH - 2, initial_indent="# ", subsequent_indent="#   ",
                           break_on_hyphens=False, break_long_words=False), line]  # fmt: skip


def _overlaps(claim: Claim) -> list[str]:
    lines = []
    for number, overlap in enumerate(claim.value):
        lines += ["", *_commented("[[files.overlaps]]", claim.evidence if number == 0 else "")]
        lines += [f"{key} = {toml(value)}" for key, value in overlap.items()]
    return lines
