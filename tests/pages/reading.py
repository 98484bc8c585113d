"""Pages as readers meet them: tables, sentences and cards, and numbers held against tables."""

import re
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd
from bs4 import BeautifulSoup

from helpers.reporting.feature_words import group_name
from helpers.reporting.wording import Wording

NUMBER = re.compile(r"(?<![A-Za-z\d])[−-]?[¥$£€]?\d+(?:,\d{3})*(?:\.\d+)?(?:\s?%)?")
DATE = re.compile(r"\b\d{1,2}\s[A-Z][a-z]+\s20\d\d\b")
HOURS = re.compile(r"\(\d+ to \d+\)")  # part of the name of a time of day, or of a scale
PERIOD = "data/processed/demo/2026Q3"
NOW = pd.Timestamp("2026-09-30")


class Page(NamedTuple):
    """A page: its soup, its tables by key as frames of text, its sentences by key, in order."""

    soup: BeautifulSoup
    tables: dict[str, pd.DataFrame]
    sentences: dict[str, list[str]]


def parse(html):
    soup = BeautifulSoup(html, "html.parser")
    tables = {table["data-says"]: _frame(table) for table in soup.select("table[data-says]")}
    return Page(soup, tables, _sentences(soup))


def _frame(table):
    columns = [cell["data-column"] for cell in table.select("th[data-column]")]
    rows = [[cell.get_text(" ", strip=True) for cell in row.select("td, th")]
            for row in table.select("tbody tr, tfoot tr")]  # fmt: skip
    return pd.DataFrame([row for row in rows if len(row) == len(columns)], columns=columns)


def _sentences(soup):
    told = {}
    for piece in soup.select("p[data-says], div.finding"):
        key = piece.get("data-says") or piece["id"].removeprefix("finding-")
        told.setdefault(key, []).append(piece.get_text(" ", strip=True))
    for table in soup.select("table[data-says]"):
        told[f"{table['data-says']}, caption"] = [table.caption.get_text(" ", strip=True)]
    for figure in soup.select("figure"):
        key = figure.select_one("table[data-says]")["data-says"]
        told[f"{key}, alt"] = [figure.img["alt"]]
        told[f"{key}, caption"].append(figure.figcaption.get_text(" ", strip=True))
    return told


def numbers(text):
    return NUMBER.findall(DATE.sub("", text))


def value(text):
    return float(re.sub(r"[^\d.-]", "", text.replace("−", "-")))


def agrees(text, expected):
    """Whether a number as it is read is that value, to the digits that are read."""
    digits = re.sub(r"[^\d.]", "", text).partition(".")[2]
    own = 100 * expected if text.endswith("%") else expected
    return abs(value(text) - own) <= 0.5 * 10 ** -len(digits) + 1e-6


def hidden(text):
    return text.startswith("‹") or text == "withheld"


def people(count):
    """A number of people as pages tell it."""
    return 5 * np.floor(np.asarray(count, dtype=float) / 5 + 0.5)


def shares(count, whole):
    """Shares of people, taken from rounded numbers."""
    return people(count) / people(whole)


def is_told(text, expected):
    """Whether a cell's text is what is expected: a number, some in order, a day, or a name.

    A name tells the same numbers as the one that is expected; what is withheld tells nothing.
    """
    if hidden(text):
        return True
    if isinstance(expected, date):
        return pd.Timestamp(text.replace("\xa0", " ")) == pd.Timestamp(expected)
    if isinstance(expected, (bool, np.bool_)):
        return text == ("yes" if expected else "no")
    told = numbers(text)
    if isinstance(expected, str):
        return numbers(HOURS.sub("", text)) == numbers(expected)
    wanted = list(expected) if isinstance(expected, (tuple, list)) else [expected]
    if pd.isna(wanted).any():
        return not told
    return len(told) == len(wanted) and all(map(agrees, told, map(float, wanted)))


def aligned(shown, frame, *, by=(), sort=(), partly=False):
    """A page's table and what is expected of it, row by row.

    Rows are matched by the columns `by`, or sorted by the numbers of the columns `sort`, or
    stand in one order; with `partly`, the page may leave rows out.
    """
    if sort:
        shown = shown.sort_values(sort, key=lambda texts: texts.map(value))
    if not by:
        return shown, frame
    shown, frame = shown.set_index(list(by)), frame.set_index(list(by))
    assert shown.index.is_unique and frame.index.is_unique
    missing = frame.index.difference(shown.index)
    assert partly or missing.empty, f"not on the page: {list(missing)}"
    return shown, frame.reindex(shown.index)


def disagreements(key, shown, frame):
    """Cells of a table that are not what is worked out anew."""
    assert len(shown) == len(frame), f"{key}: {len(shown)} rows, {len(frame)} expected"
    for name in shown:
        for place, text in enumerate(shown[name]):
            known = frame[name].iloc[place] if name in frame else ""
            if not is_told(text, known):
                yield f"{key}, {name}, row {place}: {text}, not {known}"


def misses(text, expected):
    """Numbers of a sentence that are not the expected ones; None stands for a convention."""
    told = numbers(text)
    assert len(told) == len(expected), f"{text}: {len(expected)} numbers expected"
    pairs = zip(told, expected, strict=True)
    return [(one, own) for one, own in pairs if own is not None and not agrees(one, float(own))]


class Tables:
    """The written tables of the demo's newest quarter, read by name.

    `called` holds what pages call each segment and persona, by id.
    """

    def __init__(self, root):
        self.folder = root / PERIOD
        own = self["personas"].set_index("persona_id")["name_en"].to_dict()
        self.called = self.names_of(self["segment_names"]) | own

    def __getitem__(self, name):
        return pd.read_parquet(self.folder / f"{name}.parquet")

    def before(self, name):
        """A table of the quarter before; without rows where there is none."""
        path = self.folder.with_name("2026Q2") / f"{name}.parquet"
        return pd.read_parquet(path) if path.exists() else self[name].head(0)

    def canonical(self, name):
        return pd.read_parquet(self.folder.with_name("canonical") / f"{name}.parquet")

    def by_customer(self, name):
        """A canonical table as known now, of customers: rows of nobody stay under their number.

        A row that names a contact is the contact's, or that of who orders under its number;
        any other the number's that it carries.
        """
        own, known = self.canonical(name), self["identities"]
        contacts = known.dropna(subset="contact_id")
        of_contact = contacts.set_index("contact_id")["customer_id"]
        numbers = known[known["owns_number"]].set_index("source_customer_id")["customer_id"]
        others = of_contact[~of_contact.index.isin(numbers.index)]
        whose = own["customer_id"].map(pd.concat([numbers, others])).fillna(own["customer_id"])
        if "contact_id" in own:
            by_number = own["contact_id"].map(numbers[~numbers.index.isin(of_contact.index)])
            whose = own["contact_id"].map(of_contact).fillna(by_number).fillna(whose)
        return own.assign(customer_id=whose)

    def names_of(self, segments):
        """What pages call segments, by id, from a table of their names."""
        words = Wording("en", "CNY", 10)
        names = [group_name(features, words) for features in segments["features"]]
        return dict(zip(segments["segment_id"], names, strict=True))

    @property
    def now(self):
        segments = self["segments"]
        return segments[pd.to_datetime(segments["snapshot_day"]).eq(NOW)]

    @property
    def buyers(self):
        return self.now[self.now["r_score"].notna()]

    @property
    def main(self):
        """The main persona of each customer, by customer."""
        own = self["persona_members"]
        return own[own["is_main"]].set_index("customer_id")["persona_id"]
