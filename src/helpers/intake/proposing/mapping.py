"""To which table and columns a file of any make can be mapped: by headers and by contents."""

from typing import NamedTuple

from helpers.intake.proposing import known
from helpers.intake.proposing.claim import CERTAIN, Claim, ask, perhaps, propose
from helpers.intake.proposing.headers import likeness, synonyms

BY_HEADER = 0.7  # weight of what a column is called; the rest is what it holds
POSSIBLE = 0.5  # from here on a column may be what a table needs
BY_CONTENT_ALONE = {"email": 0.6}
NOT_LIKE_IT = 0.5  # below this share of fitting cells a column is something else

# What a column's cells must look like, by its name or its type.
LOOKS_BY_NAME = {"email": "email", "phone": "phone"}
LOOKS_BY_TYPE = {"day": "date", "time": "date", "money": "amount", "number": "amount",
                 "integer": "integer", "flag": "flag"}  # fmt: skip
# A record of its own on each row, so that hardly two rows have the same.
OWN_NUMBER = {"contacts": "contact_id", "accounts": "account_id", "deals": "deal_id",
              "feedback": "feedback_id", "interactions": "interaction_id", "leads": "contact_id",
              "memberships": "contact_id", "products": "product_id",
              "subscriptions": "subscription_id"}  # fmt: skip


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
    found = [_mapping(table, looks, needed, names) for table, (needed, names) in tables.items()]
    whole = [m for m in found if not _without_words(m) and _tells_something(m)]
    return max(whole, key=lambda mapping: mapping.weight, default=None)


def mapping_by_number(
    looks: dict[str, dict[str, float]], tables: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
) -> Mapping | None:
    """Return a file as customers of whom only a number is known; None where it has none.

    Its other columns are kept as attributes.
    """
    needed, names = tables["contacts"]
    mapping = _mapping("contacts", looks, needed, names)
    number = mapping.matches.get("contact_id")
    return mapping if number and number.confidence >= CERTAIN else None


def nearest_table(
    looks: dict[str, dict[str, float]], tables: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
) -> Mapping | None:
    """Return the table that a file would fill if it had the columns that are missing."""
    found = [_mapping(table, looks, needed, names) for table, (needed, names) in tables.items()]
    # One that lacks most of what its table needs is near nothing.
    near = [m for m in found if _tells_something(m)
            and 0 < 2 * len(_without_words(m)) <= len(tables[m.table][0])]  # fmt: skip
    return max(near, key=lambda mapping: mapping.weight, default=None)


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


def fixed_claims(mapping: Mapping) -> list[Claim]:
    """Return a question for each needed column that is one word for the whole file."""
    return [
        ask(f"fixed.{name}", f"which holds for every row: {', '.join(words)}?", suggestion=words[0])
        for name in mapping.missing if (words := _words(mapping.table, name))
    ]  # fmt: skip


def _without_words(mapping: Mapping) -> list[str]:
    """Return the missing columns that no single word can fill."""
    return [name for name in mapping.missing if not _words(mapping.table, name)]


def _words(table: str, name: str) -> tuple[str, ...]:
    column = known.contract_column(table, name)
    return column.one_of if column and column.one_of else ()


def _tells_something(mapping: Mapping) -> bool:
    """Return whether a column that only such a table has is surely there."""
    return any(
        name in mapping.matches and mapping.matches[name].confidence >= CERTAIN
        for name in synonyms()["tells"][mapping.table]
    )


def _mapping(table: str, looks: dict, needed: tuple[str, ...], names: tuple[str, ...]) -> Mapping:
    scored = [
        (_confidence(table, name, header, looks[header]), name, header)
        for name in names for header in looks
    ]  # fmt: skip
    # Ties are broken by the order of the table's columns, then of the file's.
    order = sorted((item for item in scored if item[0][0] >= POSSIBLE), key=lambda s: -s[0][0])
    matches: dict[str, Match] = {}
    taken: set[str] = set()
    for (confidence, evidence), name, header in order:
        if name not in matches and header not in taken:
            matches[name] = Match(header, confidence, evidence)
            taken.add(header)
    ordered = {name: matches[name] for name in names if name in matches}
    return Mapping(table, ordered, tuple(name for name in needed if name not in matches))


def _confidence(table: str, name: str, header: str, look: dict) -> tuple[float, str]:
    """Return how surely a column of a file is a column of a table, and why."""
    words = synonyms().get(table, {}).get(name) or synonyms()["any"].get(name, [])
    called = likeness(header, [name.replace("_", " "), *words])
    wanted = LOOKS_BY_NAME.get(name) or LOOKS_BY_TYPE.get(known.type_of(table, name))
    holds = 0.0
    if look:  # an empty column tells nothing
        holds = look[wanted] if wanted else _holds(table, name, look)
    if holds < NOT_LIKE_IT:
        return (0.0, "")
    said = f"{holds:.0%} of its cells look like {_a(wanted)}" if wanted else ""
    if called == 0:
        alone = BY_CONTENT_ALONE.get(wanted, 0.0) * (holds >= 0.95)
        return (alone, f"by its contents alone: {said}")
    evidence = "its header says so" if called == 1 else "its header says nearly so"
    confidence = round(called * BY_HEADER + holds * (1 - BY_HEADER), 2)
    return (confidence, f"{evidence}; {said}" if said else evidence)


def _holds(table: str, name: str, look: dict) -> float:
    """Return how well cells fit a column of text or numbers that has no look of its own."""
    if name == OWN_NUMBER.get(table):
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
