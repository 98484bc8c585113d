"""The demo's pages and its written tables."""

import pytest
from pages.reading import Tables, parse


@pytest.fixture(scope="session")
def folder(demo):
    """Where the demo's newest quarter is published."""
    return demo / "reports/demo/2026Q3"


@pytest.fixture(scope="session")
def tables(demo):
    return Tables(demo)


@pytest.fixture(scope="session")
def segmentation(folder):
    return parse((folder / "05_segmentation.html").read_text("utf-8"))


@pytest.fixture(scope="session")
def personas(folder):
    return parse((folder / "04_personas.html").read_text("utf-8"))


@pytest.fixture(scope="session")
def value(folder):
    return parse((folder / "06_value.html").read_text("utf-8"))


@pytest.fixture(scope="session")
def churn(folder):
    return parse((folder / "09_churn.html").read_text("utf-8"))


@pytest.fixture(scope="session")
def experiments(folder):
    return parse((folder / "07_experiments.html").read_text("utf-8"))


@pytest.fixture(scope="session")
def drivers(folder):
    return parse((folder / "08_drivers.html").read_text("utf-8"))
