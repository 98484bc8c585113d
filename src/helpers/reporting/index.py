"""The pages that lead to reports: one per company and quarter, and one for all of them."""

import json
from pathlib import Path
from typing import Any

from markupsafe import Markup

from helpers.reporting import catalogue, pages
from helpers.reporting.findings import anchor, card
from helpers.reporting.wording import Wording

MANIFEST = "manifest.json"


def write_period_index(folder: Path | str, manifest: dict[str, Any] | None = None) -> None:
    """Write ``index.html`` of one company's quarter: what was found, then every chapter.

    Parameters
    ----------
    folder : path
        The quarter's folder of reports.
    manifest : dict, optional
        The run's manifest; by default the folder's own ``manifest.json``.
    """
    manifest = _read(Path(folder) / MANIFEST) if manifest is None else manifest
    language = catalogue.check_language(manifest.get("language", "en"))
    wording = Wording(language)
    chapters = [_chapter(chapter, wording) for chapter in manifest["chapters"]]
    questions = {chapter["name"]: chapter["question"] for chapter in chapters}
    cards = [
        Markup(card(finding, wording, source=_link(finding, questions)))
        for finding in manifest.get("findings", [])
    ]
    run = pages.Run(
        *(manifest[name] for name in ("title", "period", "as_of", "data_through")),
        manifest["complete"],
        manifest.get("run_id", ""),
    )
    pages.write(
        Path(folder) / "index.html",
        "period_index.html.j2",
        language=language,
        run=run,
        chapters=chapters,
        cards=cards,
    )


def write_runs_index(reports_folder: Path | str, *, language: str = "en") -> None:
    """Write ``index.html`` of all published runs, company by company, newest quarter first.

    Parameters
    ----------
    reports_folder : path
        Holds ``<company>/<period>/manifest.json``; what has no manifest is left out.
    language : str
        Language of the page.
    """
    folder = Path(reports_folder)
    found = [_read(path) for path in sorted(folder.glob(f"*/*/{MANIFEST}")) if _visible(path)]
    companies: dict[str, list[dict[str, Any]]] = {}
    for manifest in found:
        companies.setdefault(manifest["company"], []).insert(0, manifest)
    pages.write(
        folder / "index.html",
        "runs_index.html.j2",
        language=language,
        companies=list(companies.values()),
    )


def _chapter(chapter: dict[str, Any], wording: Wording) -> dict[str, Any]:
    status = chapter["status"]
    key = f"index.status_{status}"
    known = catalogue.has(key, wording.language)
    said = wording.text(key) if known else str(status).replace("_", " ")
    return {
        "name": chapter["name"],
        "question": chapter["question"],
        "said": said,
        "status": status,
        "findings": chapter.get("findings", 0),
    }


def _link(finding: dict[str, Any], questions: dict[str, str]) -> Markup:
    """Return a link from a finding to its card on its chapter's page."""
    chapter = finding["chapter"]
    target = f"{chapter}.html#{anchor(finding)}"
    return Markup('<a href="{}">{}</a>').format(target, questions.get(chapter, chapter))


def _visible(manifest: Path) -> bool:
    """Return whether a manifest lies in a published folder, not in one being put in place."""
    return not any(part.name.startswith(".") for part in (manifest.parent, manifest.parents[1]))


def _read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))
