"""Files that are declared by one entry: alike, in one folder, their names differing in numbers."""

import re
from collections import defaultdict
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import NamedTuple

from helpers.intake.proposing.claim import Claim, ask
from helpers.intake.proposing.days import Newest
from helpers.intake.proposing.inspected import Inspected

NUMBERS = re.compile(r"\d{2,}(?:[-_.]\d{2,})*")


class Family(NamedTuple):
    """Files of one entry: a path or a pattern, the files that it finds, and their claims."""

    path: str
    files: list[str]
    claims: list[Claim]
    records: str
    newest: Newest | None
    is_read: bool


def families(files: list[Inspected], every: list[str]) -> list[Family]:
    """Return files gathered into entries.

    Parameters
    ----------
    files : list of Inspected
        The files to declare.
    every : list of str
        All files of the company, below its folder: a pattern must find none of the others.
    """
    found = []
    for members in _alike(files):
        pattern = _pattern(members)
        rest = set(every) - {file.below for file in members}
        if len(members) > 1 and pattern and not any(finds(pattern, name) for name in rest):
            found.append(_family(pattern, members))
        else:
            found += [_family(_literal(file.below), [file]) for file in members]
    return found


def finds(pattern: str, name: str) -> bool:
    """Return whether a pattern of a path finds a file: a star never spans folders."""
    told, parts = pattern.split("/"), name.split("/")
    return len(told) == len(parts) and all(map(fnmatchcase, parts, told))


def _alike(files: list[Inspected]) -> list[list[Inspected]]:
    groups: dict[tuple, list[Inspected]] = defaultdict(list)
    for file in files:
        path = PurePosixPath(file.below)
        name = NUMBERS.sub("*", path.name)
        if file.is_read:
            groups[(str(path.parent), name, file.shape, file.claims[0].value)].append(file)
        else:
            groups[("", name, file.claims[0].question)].append(file)
    return list(groups.values())


def _pattern(members: list[Inspected]) -> str | None:
    """Return a pattern that finds the members; None where their folders cannot be told by one."""
    split = [file.below.split("/") for file in members]
    if len({len(parts) for parts in split}) > 1:
        return None
    merged = []
    for parts in zip(*split, strict=True):
        same = len(set(parts)) == 1
        stars = {NUMBERS.sub("*", _literal(part)) for part in parts}
        if not same and len(stars) > 1:
            return None
        merged.append(_literal(parts[0]) if same else stars.pop())
    return "/".join(merged)


def _literal(text: str) -> str:
    """Return a name as a pattern that finds it alone."""
    return re.sub(r"([*?\[])", r"[\1]", text)


def _family(path: str, members: list[Inspected]) -> Family:
    newest = [file.newest for file in members if file.newest]
    return Family(
        path, [file.below for file in members], _merged(members), members[0].records,
        max(newest, key=lambda n: n.day, default=None), members[0].is_read,
    )  # fmt: skip


def _merged(members: list[Inspected]) -> list[Claim]:
    """Return the claims of like files as one; what they tell differently is asked."""
    if len(members) == 1:
        return members[0].claims
    told: dict[str, list[tuple[str, Claim]]] = defaultdict(list)
    for file in members:
        for claim in file.claims:
            told[claim.entry].append((PurePosixPath(file.below).name, claim))
    return [_one(entry, claims, len(members)) for entry, claims in told.items()]


def _one(entry: str, told: list[tuple[str, Claim]], files: int) -> Claim:
    open_ones = [claim for _, claim in told if claim.is_open]
    if open_ones:
        return open_ones[0]
    name, first = told[0]
    values = [claim.value for _, claim in told]
    confidence = min(claim.confidence for _, claim in told)
    evidence = f"{name}: {first.evidence}" + (f"; {files - 1} more files alike")
    if all(value == first.value for value in values):
        return first._replace(confidence=confidence, evidence=evidence)
    if entry.startswith("date_format."):
        each = [form for value in values for form in ([value] if isinstance(value, str) else value)]
        return first._replace(value=list(dict.fromkeys(each)), confidence=confidence,
                              evidence=evidence)  # fmt: skip
    return ask(entry, f"its files differ: {', '.join(sorted({str(v) for v in values}))}. Which?",
               suggestion=first.value, confidence=0.3)  # fmt: skip
