"""The frame of every page: its head, its foot, and the promise that it asks nobody for anything."""

import base64
import hashlib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
from markupsafe import Markup

from helpers.reporting import files
from helpers.reporting.wording import Wording

TEMPLATE = Path(__file__).parent / "template"
HTML_LANGUAGE = {"en": "en", "zh": "zh-CN"}


class Run(NamedTuple):
    """What the head and the foot of a page say of the run behind it.

    Attributes
    ----------
    title : str
        The company's name for people.
    period : str
        The quarter, such as ``2026Q3``.
    as_of, data_through : date or str
        The last day counted, and the last day that the data reach.
    complete : bool
        False while the quarter is not over at ``as_of``.
    run_id : str
        Content hash of the run, or empty where it is not known.
    """

    title: str
    period: str
    as_of: date | str
    data_through: date | str
    complete: bool = True
    run_id: str = ""


def template_text(name: str) -> str:
    """Return a file of the template folder as it is written."""
    return (TEMPLATE / name).read_text(encoding="utf-8")


def render(template: str, *, language: str, run: Run | None = None, **context: Any) -> str:
    """Return a whole page.

    Parameters
    ----------
    template : str
        A file of the template folder that extends ``page.html.j2``.
    language : str
        Language of the frame.
    run : Run, optional
        The run behind the page; the list of all runs has none.
    **context
        What the template needs; text is escaped, ``Markup`` is not.
    """
    wording = Wording(language)
    script = template_text("page.js").strip()
    return (
        _environment()
        .get_template(template)
        .render(
            say=wording.text,
            language=HTML_LANGUAGE.get(language, language),
            run=run,
            style=Markup(style()),
            script=Markup(script),
            script_hash=_hash(script),
            **context,
        )
    )


def style() -> str:
    """Return the style of a page: its pieces, its cards, and what surrounds them."""
    printed = f"@media print {{\n{template_text('sheet.css')}}}\n"
    return piece_style() + template_text("page.css") + printed


def piece_style() -> str:
    """Return the style of whatever a chapter shows, on a page as in JupyterLab."""
    return template_text("pieces.css") + template_text("cards.css")


def card_style() -> str:
    """Return the style of a card as large as a sheet."""
    return template_text("cards.css") + template_text("sheet.css")


def fragment(template: str, **context: Any) -> str:
    """Return a part of a page from a file of the template folder; text is escaped."""
    return _environment().get_template(template).render(**context)


def write(path: Path | str, template: str, **context: Any) -> None:
    """Render a page and put it in place in one move; the parameters are those of ``render``."""
    files.write_text(Path(path), render(template, **context))


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATE),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )


def _hash(script: str) -> str:
    """Return the one script's hash, so that the page's policy lets no other script run."""
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return "sha256-" + base64.b64encode(digest).decode("ascii")
