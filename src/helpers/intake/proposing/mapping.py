"""To which table and columns a file of any make can be mapped: by headers and by contents."""

from typing import NamedTuple

from helpers.intake.proposing.claim import CERTAIN, Claim, ask, perhaps, propose
from helpers.intake.proposing.headers import likeness, synonyms

BY_HEADER = 0.7  # weight of what a column is called; the rest is what it holds
POSSIBLE = 0.5  # from here on a column may be what a table needs
BY_CONTENT_ALONE = {"email": 0.6}
NOT_LIKE_IT = 0.5  # below this share of fitting cells a column is something else

# What a column must look like, by the end of its name; the first that fits counts.
LOOKS = {
    "email": "email", "phone": "phone", "_at": "date", "_on": "date", "_day": "date",
    "quantity": "integer", "price": "amount", "discount": "amount", "cost": "amount",
    "accepts_email": "flag", "accepts_sms": "flag",
}  # fmt: skip
# A record of its own on each row, so that no two rows have the same.
OWN_NUMBER = ("contact_id",)
# A table tells nothing if none of these is known.
NEEDS_ONE_OF = {"contacts": ("name", "given_name", "family_name", "email", "phone", "address")}


class Match(NamedTuple):
    """A column of a file that may fill a column of a table."""

    header: str
    confidence: float
    evidence: str


class Mapping(NamedTuple):
    """A table that a file may fill: its columns, and how sure each is."""

    table: str
    matches: dict[str, Match]
    missing: tuple[str, ...]

    @property
    def weight(self) -> float:
        """How much of the file the table explains."""
        return sum(match.confidence for match in self.matches.values())


def best_mapping(
    looks: dict[str, dict[str, float]], tables: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
) -> Mapping | None:
    """Return the table that explains most of a file, or None where it fits none.

    Parameters
    ----------
    looks : dict
        For each column of the file, what its cells look like (see ``looks.looks_of``).
    tables : dict
        For each table, the columns that it needs and all that it knows.
    """
    found = [_mapping(table, looks, needed, known) for table, (needed, known) in tables.items()]
    whole = [mapping for mapping in found if not mapping.missing and _tells_something(mapping)]
    return max(whole, key=lambda mapping: mapping.weight, default=None)


def mapping_claims(mapping: Mapping, needed: tuple[str, ...]) -> list[Claim]:
    """Return a mapping as claims: sure columns, questions where a needed one is not, remarks."""
    claims = []
    for name, (header, confidence, evidence) in mapping.matches.items():
        entry = f"columns.{name}"
        if confidence >= CERTAIN:
            claims.append(propose(entry, header, evidence, confidence=confidence))
        elif name in needed:
            question = f"is {header!r} the {name.replace('_', ' ')}?"
            claims.append(ask(entry, question, suggestion=header, confidence=confidence,
                              evidence=evidence))  # fmt: skip
        else:
            claims.append(perhaps(entry, header, evidence, confidence=confidence))
    return claims


def _tells_something(mapping: Mapping) -> bool:
    wanted = NEEDS_ONE_OF.get(mapping.table)
    return wanted is None or any(
        name in mapping.matches and mapping.matches[name].confidence >= CERTAIN for name in wanted
    )


def _mapping(table: str, looks: dict, needed: tuple[str, ...], known: tuple[str, ...]) -> Mapping:
    scored = [
        (_confidence(table, name, header, looks[header]), name, header)
        for name in known for header in looks
    ]  # fmt: skip
    # Ties are broken by the order of the table's columns, then of the file's.
    order = sorted((item for item in scored if item[0][0] >= POSSIBLE), key=lambda s: -s[0][0])
    matches: dict[str, Match] = {}
    taken: set[str] = set()
    for (confidence, evidence), name, header in order:
        if name not in matches and header not in taken:
            matches[name] = Match(header, confidence, evidence)
            taken.add(header)
    ordered = {name: matches[name] for name in known if name in matches}
    return Mapping(table, ordered, tuple(name for name in needed if name not in matches))


def _confidence(table: str, name: str, header: str, look: dict) -> tuple[float, str]:
    """Return how surely a column of a file is a column of a table, and why."""
    called = likeness(header, synonyms().get(table, {}).get(name, [name.replace("_", " ")]))
    wanted = next((kind for end, kind in LOOKS.items() if name.endswith(end)), None)
    holds = look.get(wanted, 0.0) if wanted else _holds(name, look)
    if not look or holds < NOT_LIKE_IT:
        return (0.0, "")
    said = f"{holds:.0%} of its cells look like {_a(wanted)}" if wanted else ""
    if called == 0:
        alone = BY_CONTENT_ALONE.get(wanted, 0.0) * (holds >= 0.95)
        return (alone, f"by its contents alone: {said}")
    evidence = "its header says so" if called == 1 else "its header says nearly so"
    confidence = round(called * BY_HEADER + holds * (1 - BY_HEADER), 2)
    return (confidence, f"{evidence}; {said}" if said else evidence)


def _holds(name: str, look: dict) -> float:
    """Return how well cells fit a column of text or numbers that has no look of its own."""
    if name in OWN_NUMBER:
        return look["distinct"] if look["distinct"] >= 0.9 else 0.0
    if name.endswith("_id") or name in ("postcode", "currency", "status"):
        return 1.0 - look["email"] if look["date"] == 0 else 0.0
    if name.endswith("name") or name in ("country", "province", "city"):
        return look["word"]
    return 1.0


def _a(kind: str) -> str:
    return {"email": "e-mails", "integer": "whole numbers", "flag": "yes and no"}.get(
        kind, f"{kind}s"
    )
