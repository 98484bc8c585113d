"""Whatever two quarters of a small company publish, no small group can be worked out of it."""

import json
import os
import re
import subprocess
import sys
from html import unescape
from urllib.parse import unquote

import pandas as pd
import pytest

from helpers.reporting import catalogue
from helpers.reporting.speaking import Speaker
from helpers.reporting.wording import Wording
from helpers.segmentation import called

QUARTERS = {"2026Q2": "2026-06-30", "2026Q3": "2026-09-30"}
MINIMUM = 10
MARK = f"‹{MINIMUM}"
# So few customers call so seldom that a quarter without calls looks like a lost file.
CONFIRMED = """
[[confirmed]]
period = "2026Q3"
source = "service-calls"
why = "few customers call"
[[confirmed]]
period = "2026Q3"
source = "service-tickets"
why = "few customers write"
"""
# By caption: what names the groups of a table that counts customers, and who is counted.
COUNTED = {
    "segmentation.named": (["named_cell"], "buyers"),
    "segmentation.cells": (["r_score", "f_score"], "buyers"),
    "segmentation.classes": (["value_class"], "buyers"),
    "segmentation.clusters": (["segment"], "buyers"),
    "segmentation.roll": (["segment"], "buyers"),
    "segmentation.spend_tiers": (["spend_tier"], "everybody"),
    "segmentation.frequency_tiers": (["frequency_tier"], "everybody"),
}
ENGLISH = catalogue.messages("en")
NO_WORDS = "</?(?:strong|em)>|<script.*?</script>"


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A workspace with two published quarters of a company of 300 customers."""
    folder = tmp_path_factory.mktemp("small")
    environment = os.environ | {"HELPERS_ROOT": str(folder)}
    run = [sys.executable, "-m", "helpers"]
    subprocess.run([*run, "demo", "--customers", "300"], env=environment, check=True)
    with (folder / "data/raw/demo/source.toml").open("a", encoding="utf-8") as declaration:
        declaration.write(CONFIRMED)
    quarters = [word for quarter in QUARTERS for word in ("--period", quarter)]
    subprocess.run([*run, "run", "--company", "demo", *quarters], env=environment, check=True)
    return folder


@pytest.fixture(scope="module")
def pages(root):
    """Every published page by its quarter and name."""
    found = sorted((root / "reports/demo").glob("*/*.html"))
    return {(path.parent.name, path.stem): path.read_text(encoding="utf-8") for path in found}


@pytest.fixture(scope="module")
def segments(root):
    """By quarter: every customer with its groups, as only the workspace knows them."""
    known = {}
    for quarter, day in QUARTERS.items():
        table = pd.read_parquet(root / f"data/processed/demo/{quarter}/segments.parquet")
        names = pd.read_parquet(root / f"data/processed/demo/{quarter}/segment_names.parquet")
        said = called(names, Speaker(Wording("en")))
        table = table.assign(segment=table["segment_id"].map(said))
        known[quarter] = table[pd.to_datetime(table["snapshot_day"]).eq(day)]
    return known


def plain(html):
    return unescape(re.sub("<[^>]+>", "", html))


def tables(page):
    """Every table of a page, the data of charts with them: caption and rows by heading."""
    report_tables = r'<table class="report-table"[^>]*><caption.*?>(.*?)</caption>(.*?)</table>'
    for caption, table in re.findall(report_tables, page, re.DOTALL):
        lines = re.findall("<tr>(.*?)</tr>", table)
        head, *rows = [re.split("</t[hd]>", line)[:-1] for line in lines]
        names = [plain(cell) for cell in head]
        whole = [row for row in rows if len(row) == len(names)]
        yield plain(caption), [dict(zip(names, map(plain, row), strict=True)) for row in whole]


def number(text):
    return float(re.sub(r"[^\d.]", "", text))


def rounded_or_withheld(text):
    return text in (MARK, "0") or (number(text) % 5 == 0 and number(text) >= MINIMUM)


def test_every_size_in_every_table_is_rounded_or_withheld(pages):
    cells = [
        row["Customers"]
        for page in pages.values()
        for _, rows in tables(page)
        for row in rows
        if "Customers" in row
    ]

    assert len(cells) > 100
    assert MARK in cells
    assert [cell for cell in cells if not rounded_or_withheld(cell)] == []


def test_every_number_of_people_in_every_sentence_is_rounded_or_in_words(pages):
    # Each sentence of the catalogue that tells of people is looked for in all that pages say:
    # text, findings, alternative texts, and what is hidden in attributes.
    words = {ENGLISH["reporting.nearly_all"], f"fewer than {MINIMUM}"}
    told = []
    for key in ENGLISH:
        pieces = catalogue.pieces(key, "en")
        people = [place for place, (_, _, form) in enumerate(pieces) if form == "people"]
        if people:
            sentence = "".join(
                re.escape(text.replace("**", "")) + ("" if name is None else '([^<>"]{1,40}?)')
                for text, name, _ in pieces
            )
            sentence += r"(?=[\s\"<])"
            for page in pages.values():
                found = re.findall(sentence, unescape(re.sub(NO_WORDS, "", page, flags=re.DOTALL)))
                told += [match[at] if isinstance(match, tuple) else match
                         for match in found for at in people]  # fmt: skip

    assert len(told) >= 12
    assert [text for text in told if text not in words and not rounded_or_withheld(text)] == []


def test_every_number_of_people_on_a_card_is_rounded_and_of_many(pages):
    told = [
        figures
        for page in pages.values()
        for figures in re.findall(r'data-form="people" data-value="([^"]*)">([^<]*)<', page)
    ]

    assert len(told) > 10
    assert [pair for pair in told if not all(map(rounded_or_withheld, pair))] == []


def test_charts_hold_no_size_that_their_tables_do_not(pages):
    drawn = []
    for page in pages.values():
        for source in re.findall(r'<img[^>]* src="data:image/svg\+xml[^,]*,([^"]*)"', page):
            svg = unquote(source)
            if "Frequency score" in svg:
                texts = [plain(text) for text in re.findall("<text.*?</text>", svg, re.DOTALL)]
                drawn += [text for text in texts if text.isdigit() and int(text) > 5]

    assert len(drawn) > 10
    assert all(rounded_or_withheld(text) for text in drawn)


def test_what_is_published_beside_the_pages_holds_no_exact_number_of_people(root):
    for quarter in QUARTERS:
        folder = root / "reports/demo" / quarter
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        of_people = [finding for finding in manifest["findings"] if finding["people"]]

        assert {path.suffix for path in folder.iterdir()} == {".html", ".json"}
        assert len(of_people) >= 3
        for finding in of_people:
            assert finding["n"] % 5 == 0
            assert all(round(finding[name] or 0, 4) == (finding[name] or 0)
                       for name in ("number", "lower", "upper"))  # fmt: skip


def groups_of(segments, by, who):
    """Return the true size of each group by its name on the page."""
    counted = segments[segments["r_score"].notna()] if who == "buyers" else segments
    counted = counted.astype({name: int for name in by if name.endswith("_score")})
    sizes = counted.groupby(by).size()
    names = sizes.index if len(by) > 1 else [(name,) for name in sizes.index]
    return {
        tuple(ENGLISH.get(f"terms.{part}", str(part)) for part in name): int(size)
        for name, size in zip(names, sizes, strict=True)
    }


def read(one, quarter, page, segments):
    """Let a reader learn all that a page tells of sizes; return the groups that are small."""
    small = []
    captions = {re.sub(r"\d+", "N", ENGLISH[key].replace("{days:count}", "N")): key
                for key in COUNTED}  # fmt: skip
    for caption, rows in tables(page):
        key = captions.get(re.sub(r"\d+", "N", caption))
        if key is None or not rows:
            continue
        by, who = COUNTED[key]
        true = groups_of(segments, by, who)
        for row in rows:
            name = tuple(list(row.values())[: len(by)])
            learn_row(one, (quarter, key, *name), row)
        cells = {(quarter, key, *name): size for name, size in true.items()}
        assert set(cells) <= set(one.groups)
        one.adds_up(cells, sum(cells.values()), sum(cells.values()))
        from_percentages(one, quarter, key, rows, len(by))
        for margin in range(len(by)) if len(by) > 1 else ():
            for part in {name[margin] for name in true}:
                own = {c: size for c, size in cells.items() if c[2 + margin] == part}
                one.adds_up(own, sum(own.values()), sum(own.values()))
        small += [cell for cell, size in cells.items() if 0 < size < MINIMUM]
        assert all(one.groups[cell] == (1, None) for cell in small if cell[1] == key)
    return small


def learn_row(one, group, row):
    """Learn a size from what a row shows: itself, and a sum over a mean."""
    if row["Customers"] == MARK:
        return one.learns(group, 1)
    size = number(row["Customers"])
    one.learns(group, max(size - 2, 0), size + 2 if size else 0)
    if "Mean spend" in row and number(row["Mean spend"]) > 0:
        revenue, mean = number(row["Revenue"]), number(row["Mean spend"])
        low, high = (revenue - 0.5) / (mean + 0.5), (revenue + 0.5) / (mean - 0.5)
        one.learns(group, low - 1e-6, high + 1e-6)
    return None


def from_percentages(one, quarter, key, rows, labels):
    """Learn from sizes and their shares how many there are in the groups that are withheld."""
    shown = [(number(row["Customers"]), number(row["Share"]) / 100) for row in rows
             if row.get("Share", MARK) != MARK and row["Customers"] not in (MARK, "0")]  # fmt: skip
    gone = [(quarter, key, *list(row.values())[:labels]) for row in rows
            if row["Customers"] == MARK]  # fmt: skip
    if shown and gone:
        low = max(size / (share + 0.0005) for size, share in shown)
        high = min(size / (share - 0.0005) for size, share in shown)
        told, room = sum(size for size, _ in shown), 2 * len(gone)
        one.adds_up(gone, low - told - room, high - told + room)


def test_no_small_group_can_be_worked_out_from_two_quarters(reader, pages, segments):
    one, small = reader(), []
    for quarter in QUARTERS:
        page = pages[quarter, "05_segmentation"]
        small += read(one, quarter, page, segments[quarter])

    ranges = {group: one.range_of(group) for group in small}

    assert len(small) > 10
    assert {group: ends for group, ends in ranges.items() if ends[1] - ends[0] < MINIMUM} == {}
