"""A desk to report from, what a report showed, and a browser where there is one."""

import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pandas as pd
import pytest

from helpers.reporting import catalogue, speaking
from helpers.reporting import report as report_module

SENTENCES = {
    "trial.hello": "Hello **{name:text}**, {n:count} {n:plural|customer|customers}.",
    "trial.caption": "Customers by tier",
    "trial.caption_with": "Customers of {company:text}",
    "trial.alt": "A bar for each tier; {best:text} is the longest.",
    "trial.plain_alt": "A bar for each tier.",
    "trial.note": "Spend is net.",
    "trial.claim": "The top fifth brings {number:percent}.",
    "trial.action": "Call {whom:text}.",
    "trial.owner": "Service",
    "trial.heading": "Level",
    "trial.spend": "{customers:people} customers spent {spend:money}.",
    "trial.parts": "{everybody:people}: {buyers:people} bought, {without:people} did not.",
    "trial.heads": "{people:people} {people:plural|customer|customers}.",
    "trial.costs": "what each product costs",
}
RUN = {
    "title": "Demo Outdoor",
    "period": "2026Q3",
    "as_of": "2026-09-30",
    "data_through": "2026-09-30",
    "complete": True,
    "run_id": "0a1b2c",
}


@pytest.fixture(autouse=True)
def sentences(monkeypatch):
    """Give both catalogues the sentences of a chapter that only tests have."""
    for language in catalogue.languages():
        for key, template in SENTENCES.items():
            monkeypatch.setitem(catalogue.messages(language), key, template)


@pytest.fixture
def run():
    return dict(RUN)


@pytest.fixture
def desk(tmp_path):
    closed = []
    return SimpleNamespace(
        chapter="05_segmentation",
        company="demo",
        period="2026Q3",
        source=SimpleNamespace(currency="GBP", title="Demo Outdoor"),
        folder=tmp_path,
        closed=closed,
        close=lambda findings=0: closed.append(findings),
    )


@pytest.fixture
def shown(monkeypatch):
    """What was displayed, in order: one dict of forms each."""
    outputs = []
    monkeypatch.setattr(speaking, "display", lambda forms, raw: outputs.append(forms))
    return outputs


@pytest.fixture
def report(desk, shown):
    opened = report_module.open_report(desk, minimum_group=10)
    shown.clear()
    return opened


@pytest.fixture
def tiers():
    return pd.DataFrame(
        {
            "tier": ["high", "mid", "low", "zero"],
            "customers": [4, 12, 99, 300],
            "spend": [81.0, 70.5, 60.0, 0.0],
        }
    )


@pytest.fixture
def executed(tmp_path):
    """Write a notebook of the given cells and return its path."""

    def write(*cells, name="05_segmentation"):
        path = tmp_path / f"{name}.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=list(cells)), path)
        return path

    return write


def prose(text):
    return nbformat.v4.new_markdown_cell(text)


def code(source, *outputs, tags=()):
    return nbformat.v4.new_code_cell(source, outputs=list(outputs), metadata={"tags": list(tags)})


def html_output(html):
    return nbformat.v4.new_output("display_data", {"text/html": html, "text/plain": "…"})


@pytest.fixture
def cells():
    """The makers of cells: prose(text), code(source, *outputs, tags=()), html(text)."""
    return SimpleNamespace(prose=prose, code=code, html=html_output)


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    """A headless Chromium; without one, browser tests are skipped, but never in CI."""
    chromium, driver = (shutil.which(name) for name in ("chromium", "chromedriver"))
    if not (chromium and driver):
        message = "no chromium and chromedriver: how pages look in a browser was NOT tested"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    profile = tmp_path_factory.mktemp("profile")
    for argument in (
        "--headless=new --no-sandbox --disable-gpu --disable-background-networking "
        f"--disable-component-update --disable-sync --no-first-run --user-data-dir={profile}"
    ).split():
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    opened = webdriver.Chrome(options=options, service=Service(driver))
    yield opened
    opened.quit()


@pytest.fixture
def phone(browser):
    """Open a page at the width of a small phone."""

    def open_page(path: Path):
        browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": 320, "height": 640, "deviceScaleFactor": 1, "mobile": True},
        )
        browser.get(path.as_uri())
        return browser

    return open_page
