"""Turn an executed notebook into one HTML page that needs nothing but itself."""

import re
from html import escape, unescape
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from markupsafe import Markup
from nbconvert import HTMLExporter
from traitlets.config import Config

from helpers.reporting import catalogue, pages
from helpers.reporting.findings import anchor, said
from helpers.reporting.wording import Wording

SHOWN_FIRST = ["text/html", "image/png", "image/jpeg", "text/markdown", "text/plain"]
OPENING_ENDS = "<!-- the opening ends -->"
HEADING = re.compile(r"<h([23])(?: [^>]*)?>(.*?)</h\1>", re.DOTALL)
TABLES = re.compile(r'<p class="lines">.*?</p>', re.DOTALL)
TAKEN_IDS = ("content", "contents", "in-short")


class Heading(NamedTuple):
    """One line of a page's table of contents."""

    level: int
    identity: str
    text: str


def write_html(
    notebook: Path | str,
    html: Path | str,
    *,
    language: str = "en",
    findings: list[dict[str, Any]] | None = None,
    personal: dict[str, list[str]] | None = None,
    **run: Any,
) -> None:
    """Write the report of one executed notebook.

    Cells tagged ``hide``, ``hide-input`` and ``hide-output`` are left out as the tags
    say; of an error only the fact is shown. The same notebook gives the same bytes.

    Parameters
    ----------
    notebook, html : path
        The executed notebook, and the page to write.
    language : str
        Language of the frame.
    findings : list of dict, optional
        The chapter's findings as ``report.close`` wrote them, shown on top; without
        the list the page has no such part.
    personal : dict of str to list of str, optional
        The personal columns of each table that the chapter used, told on the foot; without
        it the foot does not speak of them.
    title, period, as_of, data_through, complete, run_id
        What head and foot say of the run, see ``pages.Run``.

    Raises
    ------
    UsageError
        If there is no message catalogue of the language.
    """
    wording = Wording(catalogue.check_language(language))
    body = _body(nbformat.read(notebook, as_version=4), wording)
    question, body = _take_question(body, otherwise=Path(notebook).stem)
    body, headings = with_contents(body)
    opening, _, rest = map(Markup, body.rpartition(OPENING_ENDS))
    opening, tables = _take_tables(opening)
    pages.write(
        html,
        "chapter.html.j2",
        language=language,
        run=pages.Run(**run),
        question=question,
        opening=opening,
        tables=tables,
        body=rest,
        headings=headings,
        personal=None if personal is None else _in_words(personal, wording),
        short=None if findings is None else [_in_short(one, rest, wording) for one in findings],
    )


def with_contents(body: str) -> tuple[str, list[Heading]]:
    """Return a body whose headings have ids made from their words, and the list of them.

    Examples
    --------
    >>> with_contents("<h2>Who buys?</h2><h2>Who buys?</h2>")[0]
    '<h2 id="who-buys">Who buys?</h2><h2 id="who-buys-2">Who buys?</h2>'
    """
    headings: list[Heading] = []
    taken = set(TAKEN_IDS)

    def name(match: re.Match) -> str:
        text = unescape(re.sub(r"<[^>]+>", "", match[2])).strip()
        stem = re.sub(r"[^\w]+", "-", text.lower()).strip("-") or "part"
        identity, number = stem, 1
        while identity in taken:
            number += 1
            identity = f"{stem}-{number}"
        taken.add(identity)
        headings.append(Heading(int(match[1]), identity, text))
        return f'<h{match[1]} id="{escape(identity)}">{match[2]}</h{match[1]}>'

    return HEADING.sub(name, body), headings


def _body(notebook: nbformat.NotebookNode, wording: Wording) -> str:
    for number, cell in enumerate(notebook.cells, start=1):
        cell.metadata["number"] = number
    exporter = HTMLExporter(
        template_name="cells",
        extra_template_basedirs=[str(pages.TEMPLATE)],
        exclude_anchor_links=True,
        config=Config(NbConvertBase={"display_data_priority": SHOWN_FIRST}),
    )
    resources = {"say": wording.text, "opening_ends": OPENING_ENDS}
    body, _ = exporter.from_notebook_node(notebook, resources)
    # A link from one notebook to another leads from one report to the other.
    body = re.sub(r'(href="[\w./-]+)\.ipynb(["#])', r"\1.html\2", body)
    body = body.replace("</code>?", "</code>")  # how the runner marks an optional table
    body = re.sub(r"<p><em>(Reads|Writes)</em>", r'<p class="lines"><em>\1</em>', body)
    return body.replace("\n<em>Writes</em>", "<br>\n<em>Writes</em>")


def _take_question(body: str, *, otherwise: str) -> tuple[Markup, str]:
    """Return the first heading's HTML and the body without it."""
    match = re.search(r"<h1(?: [^>]*)?>(.*?)</h1>", body, re.DOTALL)
    if not match:
        return Markup(escape(otherwise)), body
    return Markup(match[1]), body[: match.start()] + body[match.end() :]


def _take_tables(opening: str) -> tuple[Markup, Markup]:
    """Return an opening without the lines that name tables, and these: few readers need them."""
    lines = "\n".join(match[0] for match in TABLES.finditer(opening))
    return Markup(TABLES.sub("", opening)), Markup(lines)


def _in_words(personal: dict[str, list[str]], wording: Wording) -> str:
    """Return the line that says which personal fields a chapter read."""
    if not personal:
        return wording.text("page.personal_none")
    fields = [f"{table} ({', '.join(columns)})" for table, columns in personal.items()]
    return wording.text("page.personal", fields=fields)


def _in_short(finding: dict[str, Any], body: str, wording: Wording) -> Markup:
    """Return a finding's sentence, leading to its card where the page shows it."""
    sentence = said(finding["sentence"], wording)
    if f'id="{anchor(finding)}"' not in body:
        return Markup(escape(sentence))
    return Markup('<a href="#{}">{}</a>').format(anchor(finding), sentence)
