"""Draw each persona's card as a picture or a sheet of PDF, by a browser without a window."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from helpers.runner.edition import CARDS
from helpers.runner.failures import PublishFailed
from helpers.runner.json_files import read_json
from helpers.workspace import paths, periods
from helpers.workspace.errors import InputError, UsageError

BROWSERS = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "microsoft-edge",
)  # fmt: skip
A4_AT_96_DPI = "794,1123"
SECONDS = 60
QUIET = (
    "--headless", "--disable-gpu", "--no-first-run", "--hide-scrollbars", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--mute-audio",
)  # fmt: skip
DRAWS = {
    "png": (f"--window-size={A4_AT_96_DPI}", "--force-device-scale-factor=2", "--screenshot={}"),
    "pdf": ("--no-pdf-header-footer", "--print-to-pdf={}"),
}


def draw_cards(
    company: str, *, period: str | None, form: str, language: str, browser: str | None,
    to: str | None,
) -> list[Path]:  # fmt: skip
    """Draw the published cards of a quarter and return the files, one per card.

    Parameters
    ----------
    company : str
        The company.
    period : str, optional
        A quarter such as 2026Q3; by default the newest that has published cards.
    form : {"png", "pdf"}
        What is drawn.
    language : str
        A language of the reports; cards are published in all of them.
    browser : str, optional
        The program that draws; by default Chromium, or one of its kin.
    to : str, optional
        The folder to write to; by default ``cards_<period>`` beside the company's reports.

    Raises
    ------
    UsageError
        If the form or the language is not known, or no browser is there.
    InputError
        If the quarter has no published cards.
    PublishFailed
        If the browser draws nothing.
    """
    if form not in DRAWS:
        raise UsageError(f"format {form!r} is not known: choose one of {', '.join(sorted(DRAWS))}")
    told = _published(company, period)
    program = find_browser(browser)
    folder = Path(to) if to else paths.reports(company) / f"cards_{told['period']}"
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for card in told["cards"]:
        target = folder / f"{card['id']}.{language}.{form}"
        _draw(program, _sheet(card, told, language), form, target)
        made.append(target)
    return made


def find_browser(named: str | None = None) -> str:
    """Return the program that draws.

    Raises
    ------
    UsageError
        If there is none; says what to do.
    """
    for name in [named] if named else BROWSERS:
        found = shutil.which(name)
        if found:
            return found
    what = f"{named!r} is no program here" if named else "there is no Chromium or Chrome here"
    raise UsageError(f"cards are drawn by a browser, and {what}: install one, or name it by "
                     "--browser; any browser prints the page of the personas, too")  # fmt: skip


def _published(company: str, period: str | None) -> dict[str, Any]:
    """Return the published cards of a quarter, or of the newest one that has any."""
    folder = paths.reports(company)
    if period is not None:
        quarters = [str(periods.parse_period(period))]
    else:
        quarters = sorted((path.parent.name for path in folder.glob(f"*/{CARDS}")), reverse=True)
    told = read_json(folder / quarters[0] / CARDS) if quarters else None
    if told is None:
        which = f" of {period}" if period else ""
        raise InputError(f"{company} has no published cards{which}: run the series first, "
                         f"python -m helpers run --company {company}")  # fmt: skip
    return told


def _sheet(card: dict[str, Any], told: dict[str, Any], language: str) -> str:
    from helpers.reporting import cards

    about = {name: told[name] for name in ("title", "period", "currency")}
    return cards.sheet(card, language=language, **about)


def _draw(program: str, sheet: str, form: str, target: Path) -> None:
    """Have a page drawn and put in place in one move."""
    with tempfile.TemporaryDirectory(prefix="helpers-cards-") as folder:
        page, drawn = Path(folder, "card.html"), Path(folder, f"card.{form}")
        page.write_text(sheet, encoding="utf-8")
        own = [f"--user-data-dir={folder}/profile", *(one.format(drawn) for one in DRAWS[form])]
        # A browser refuses to guard itself where the user may do everything anyway.
        own += ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        try:
            subprocess.run([program, *QUIET, *own, page.as_uri()], capture_output=True,
                           timeout=SECONDS, check=False)  # fmt: skip
        except subprocess.TimeoutExpired:
            slow = f"{Path(program).name} did not draw a card in {SECONDS} s"
            raise PublishFailed(slow) from None
        if not drawn.exists() or not drawn.stat().st_size:
            raise PublishFailed(f"{Path(program).name} drew nothing: does it start by itself?")
        shutil.move(drawn, target)
