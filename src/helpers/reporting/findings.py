"""What a chapter claims: one row per finding, in every language, and the card that shows it."""

import json
import re
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from helpers.reporting import catalogue, files
from helpers.reporting.people import rounded, tells_of_few
from helpers.reporting.wording import Wording

GRADES = ("A", "B", "C", "refused")
# Every finding has these, so that its sentence may use them without being given them again.
OWN_VALUES = ("number", "lower", "upper", "n")

TO_DO = {"action": "reporting.finding_action", "owner": "reporting.finding_owner"}


class Claim(NamedTuple):
    """What a finding says beside its words; ``Report.finding`` says what each field means."""

    number: float
    lower: float | None
    upper: float | None
    n: int
    table: str
    unit: str | None = None
    action: str | None = None
    owner: str | None = None
    grade: str | None = None
    people: bool = True
    share_of_n: bool = False


def rests_on_few(key: str, claim: Claim, values: dict[str, Any], wording: Wording) -> bool:
    """Return whether a finding would tell of fewer people than may be told of."""
    if claim.n < wording.minimum:
        return True
    part = round(claim.number * claim.n) if claim.share_of_n else 0
    few = tells_of_few(part, claim.n, wording.minimum)
    own = {name: getattr(claim, name) for name in OWN_VALUES}
    return few or wording.rests_on_few(key, {**own, **values})


def make(
    identity: str, key: str, claim: Claim, values: dict[str, Any], chapter: str, wording: Wording
) -> dict[str, Any]:
    """Return a finding as it is stored: plain values, and its words in every language.

    What is found of people is stored as it may be published: with their number rounded
    to 5, and figures as exactly as pages tell them.

    Raises
    ------
    ValueError
        If the id is not a slug, the grade is not known, or just one bound is given.
    MessageError
        If a sentence lacks a value, or has no place for one.
    """
    _check(identity, claim)
    claim = _publishable(claim, wording.minimum) if claim.people else claim
    own = {name: getattr(claim, name) for name in OWN_VALUES}
    keys = [one for one in (key, claim.action, claim.owner) if one]
    used = set().union(*(catalogue.places(one, "en") for one in keys))
    say = _Speaker({**own, **values}, wording)
    catalogue.check_values(key, "en", set(say.values), optional=used | set(OWN_VALUES))
    return {
        **{name: plain(value) for name, value in own.items()},
        "id": identity,
        "chapter": chapter,
        "currency": wording.currency,
        "table": claim.table,
        "unit": claim.unit,
        "grade": claim.grade,
        "people": claim.people,
        "sentence": say(key),
        "action": say(claim.action),
        "owner": say(claim.owner),
    }


def _publishable(claim: Claim, minimum: int) -> Claim:
    n = rounded(claim.n, minimum)
    number = rounded(claim.number * claim.n) / n if claim.share_of_n else claim.number
    figures = {"number": number, "lower": claim.lower, "upper": claim.upper}
    shares = (claim.unit or "").startswith(("percent", "points"))
    # A share is told with one decimal: stored with more, it would be rounded twice.
    decimals = 3 if shares else 0 if claim.unit == "money" else 6
    told = {name: value if plain(value) is None else round(value, decimals)
            for name, value in figures.items()}  # fmt: skip
    return claim._replace(n=n, **told)


def _check(identity: str, claim: Claim) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", identity):
        raise ValueError(f"finding {identity!r}: write an id in lower-case letters, digits and _")
    if claim.grade is not None and claim.grade not in GRADES:
        known = ", ".join(GRADES)
        raise ValueError(f"finding {identity!r}: grade {claim.grade!r} is not one of {known}")
    if (claim.lower is None) != (claim.upper is None):
        raise ValueError(f"finding {identity!r}: an interval has both a lower and an upper bound")


class _Speaker:
    """Say a sentence in every language from values of which it may need only some."""

    def __init__(self, values: dict[str, Any], wording: Wording) -> None:
        self.values, self.wording = values, wording

    def __call__(self, key: str | None) -> dict[str, str] | None:
        if key is None:
            return None
        return {
            language: self.wording._replace(language=language).text(
                key,
                **{
                    name: self.values[name]
                    for name in catalogue.places(key, language)
                    if name in self.values
                },
            )
            for language in catalogue.languages()
        }


def plain(value: Any) -> Any:
    """Return a number as JSON knows it: numpy's and decimal ones become Python's, NaN none."""
    if value is None or value != value:
        return None
    return int(value) if float(value) == int(value) else float(value)


def card(finding: dict[str, Any], wording: Wording, *, source: str | None = None) -> str:
    """Return a finding as an HTML card.

    Parameters
    ----------
    finding : dict
        As ``make`` returns it, or as it was read from a file.
    wording : Wording
        Language of the card; the money is in the finding's own currency.
    source : str, optional
        HTML that leads to the chapter; left out on the chapter's own page.
    """
    wording = wording._replace(currency=finding.get("currency") or wording.currency)
    sentence = escape(said(finding["sentence"], wording))
    figure = _figure(finding, wording)
    counted = "reporting.finding_n" if finding.get("people", True) else "reporting.finding_n_rows"
    facts = [wording.text(counted, n=finding["n"])]
    if finding["grade"] == "refused":
        facts.append(wording.text("reporting.finding_grade_refused"))
    elif finding["grade"]:
        facts.append(wording.text("reporting.finding_grade", grade=finding["grade"]))
    facts.append(wording.text("reporting.finding_table", table=finding["table"]))
    line = "".join(f"<li>{escape(fact)}</li>" for fact in facts)
    line += f"<li>{source}</li>" if source else ""
    todo = "".join(
        f"<p>{wording.html(key, **{part: said(finding[part], wording)})}</p>"
        for part, key in TO_DO.items()
        if finding.get(part)
    )
    return (
        f'<div class="finding" id="{anchor(finding)}">{figure}'
        f'<p class="finding-sentence">{sentence}</p>{todo}<ul class="facts">{line}</ul></div>'
    )


def _figure(finding: dict[str, Any], wording: Wording) -> str:
    unit = finding.get("unit")
    if not unit or finding["number"] is None:
        return ""
    text = f'<span class="finding-number">{escape(wording.value(finding["number"], unit))}</span>'
    if finding["lower"] is not None:
        ends = {end: wording.value(finding[end], unit) for end in ("lower", "upper")}
        interval = wording.html("reporting.interval", **ends)
        text += f' <span class="finding-interval">{interval}</span>'
    return f'<p class="finding-figure">{text}</p>'


def anchor(finding: dict[str, Any]) -> str:
    """Return the id of a finding's card on its chapter's page."""
    return f"finding-{finding['chapter']}-{finding['id']}"


def said(words: dict[str, str], wording: Wording) -> str:
    """Return the words of one language, in English where that language is lacking."""
    return words.get(wording.language) or words["en"]


def write(path: Path, findings: list[dict[str, Any]]) -> None:
    """Write a chapter's findings as a JSON list, the same bytes for the same findings."""
    text = json.dumps(findings, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    files.write_text(path, text + "\n")
