"""Show personas' cards: as a part of a page, and each as a sheet of its own."""

from html import escape
from typing import Any

from markupsafe import Markup

from helpers.reporting import catalogue, pages
from helpers.reporting.findings import said
from helpers.reporting.wording import Wording

DARKEST = 0.55  # opacity of the busiest part of a day; ink on it can be read
ABOUT = "about"


def to_html(card: dict[str, Any], wording: Wording) -> str:
    """Return a card as HTML, each number in it marked with the cell that it comes from.

    Parameters
    ----------
    card : dict
        As ``card_data`` returns it, or as it was read from ``personas.json``.
    wording : Wording
        The language of the card.
    """
    name = said(card["names"], wording)
    return pages.fragment(
        "card.html.j2",
        card=card,
        name=name,
        other=next((one for one in card["names"].values() if one != name), ""),
        face=Markup(_face(card, name, wording)),
        shades=_shades(card["strip"]),
        has_strip=bool(card["strip"]["channels"]),
        language=wording.language,
        separator="" if wording.language == "zh" else " ",
        **_ways_to_say(wording),
    )


def _ways_to_say(wording: Wording) -> dict[str, Any]:
    """Return how a card's template says phrases, sentences and words of a language."""
    return {
        "text": lambda one: marked(said(one, wording), wording),
        "plain": lambda one: said(one, wording)["text"],
        "say": wording.text,
        "word": lambda name: wording.text(f"card.{name}"),
        "term": lambda value, place: wording.value(value, f"term|{place}"),
        "chinese": is_chinese,
    }


def marked(phrase: dict[str, Any], wording: Wording) -> Markup:
    """Return a phrase as HTML in which each number names its cell, its form and its value."""
    text, out, done = phrase["text"], [], 0
    for cell in phrase["cells"]:
        out.append(escape(text[done : cell["at"]]))
        done = cell["at"] + len(cell["said"])
        out.append(_span(cell, wording))
    return Markup("".join([*out, escape(text[done:])]))


def _span(cell: dict[str, Any], wording: Wording) -> str:
    exact = ""
    if cell["form"] == ABOUT and cell["value"] is not None:
        exact = f' title="{escape(wording.value(cell["value"], "percent0"))}"'
    value = "" if cell["value"] is None else escape(str(cell["value"]))
    return (
        f'<span data-cell="{escape(cell["cell"])}" data-form="{escape(cell["form"])}" '
        f'data-value="{value}"{exact}>{escape(cell["said"])}</span>'
    )


def _face(card: dict[str, Any], name: str, wording: Wording) -> str:
    """Return the face with its title and description, for who cannot see it."""
    identity = f"face-{card['id']}"
    title = escape(wording.text("card.face", name=name))
    shows = escape(wording.text("card.face_shows"))
    told = (
        f'<title id="{identity}-title">{title}</title><desc id="{identity}-shows">{shows}</desc>'
    )
    opened = f'<svg role="img" aria-labelledby="{identity}-title {identity}-shows" '
    head, end, rest = card["face"].replace("<svg ", opened, 1).partition(">")
    return f"{head}{end}{told}{rest}"


def _shades(strip: dict[str, Any]) -> list[list[str]]:
    """Return how dark each part of the strip is: the busiest one the darkest."""
    values = [[_value(one) for one in row] for row in strip["shares"]]
    most = max((value for row in values for value in row), default=0) or 1
    return [[f"{DARKEST * value / most:.2f}" for value in row] for row in values]


def _value(share: dict[str, Any] | None) -> float:
    cells = share["en"]["cells"] if share else []
    return (cells[0]["value"] or 0.0) if cells else 0.0


def is_chinese(text: str) -> bool:
    """Return whether a text has Chinese characters in it.

    Examples
    --------
    >>> is_chinese("很耐用！"), is_chinese("It lasts.")
    (True, False)
    """
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def sheet(card: dict[str, Any], *, language: str, title: str, period: str, currency: str) -> str:
    """Return a whole page of just one card, as large as a sheet of A4.

    Parameters
    ----------
    card : dict
        As ``card_data`` returns it.
    language : str
        The language of the sheet.
    title, period : str
        The company's name for people, and the quarter, for the foot.
    currency : str
        The company's currency.
    """
    wording = Wording(catalogue.check_language(language), currency)
    return pages.fragment(
        "sheet.html.j2",
        card=Markup(to_html(card, wording)),
        name=said(card["names"], wording),
        language=pages.HTML_LANGUAGE.get(language, language),
        style=Markup(pages.card_style() + pages.template_text("sheet_page.css")),
        foot=f"{title} · {period}",
    )
