import re

import pytest
from bs4 import BeautifulSoup

from helpers.reporting import cards, pages
from helpers.reporting.wording import Wording

WORDING = Wording("en", "GBP", 10)


def told(text, *found):
    one = {"text": text, "cells": list(found)}
    return {"en": one, "zh": one}


def number(at, said, value, form="percent0"):
    return {"at": at, "said": said, "cell": "persona_facts|p-1|age|x|value", "form": form,
            "value": value}  # fmt: skip


@pytest.fixture
def card():
    return {
        "id": "p-1", "names": {"en": "Kim <Lind>", "zh": "金林德"}, "title": told("who <buys>"),
        "role": "ideal", "face": '<svg viewBox="0 0 1 1"><path d="M0,0"/></svg>',
        "why": [told("Because.")], "about": [told("585 customers")],
        "story": [told("<b>It is about half.", number(9, "about half", 0.48, "about")),
                  told("End.")],
        "questions": [
            {"item": "age_and_work", "ask": None, "known": [
                {"says": told("Age: 44 %", number(5, "44 %", 0.44)), "evidence": told("n = 95"),
                 "compared": "more"}]},
            {"item": "places", "known": [], "ask": told("Not known: ask.")},
        ],
        "quotes": [{"text": "<script>x</script>", "rating": 4.0},
                   {"text": "很耐用", "rating": None}],
        "strip": {"parts": ["morning", "evening"], "channels": ["app"],
                  "shares": [[told("30 %", number(0, "30 %", 0.3)), None]]},
        "worth": [told("£1")], "say": [told("Speak.")], "avoid": [told("Be silent.")],
        "quality": [told("Good.")],
    }  # fmt: skip


@pytest.fixture
def soup(card):
    return BeautifulSoup(cards.to_html(card, WORDING), "html.parser")


def test_nothing_from_a_table_becomes_a_tag(soup):
    assert soup.select("script, lind, buys, b") == []
    assert soup.h3.get_text(" ", strip=True) == "Kim <Lind> 金林德"


def test_each_number_is_marked_with_its_cell_form_and_value(soup):
    about, age, share = soup.select("[data-cell]")

    assert (about.text, about["data-form"], about["data-value"]) == ("about half", "about", "0.48")
    assert about["title"] == "48\N{NO-BREAK SPACE}%"
    assert (age.text, share.text) == ("44 %", "30 %")
    assert "title" not in age.attrs


def test_the_face_has_words_for_who_cannot_see_it(soup):
    svg = soup.svg

    named = svg["aria-labelledby"].split()
    assert svg["role"] == "img"
    assert [svg.find(id=one).name for one in named] == ["title", "desc"]
    assert "Kim <Lind>" in svg.title.text


def test_headings_go_down_step_by_step_and_the_strip_is_a_table(soup):
    assert [one.name for one in soup.select("h1, h2, h3, h4, h5")][:2] == ["h3", "h4"]
    assert [one["scope"] for one in soup.select("table th")] == ["col", "col", "col", "row"]
    assert soup.table.caption.text
    assert [cell.text for cell in soup.select("td")] == ["30 %", "–"]


def test_a_mark_says_in_words_what_it_shows(soup):
    assert soup.select_one(".card-mark")["aria-label"] == "more than others"


def test_quotes_are_in_their_own_language(soup):
    assert [quote.p["lang"] for quote in soup.select("blockquote")] == ["en", "zh"]


def test_that_name_and_face_are_drawn_is_said_once(soup):
    assert str(soup).count("sex is not known, and all faces") == 1


def test_a_card_in_chinese_speaks_chinese(card):
    soup = BeautifulSoup(cards.to_html(card, Wording("zh", "CNY", 10)), "html.parser")

    assert soup.h3.get_text(" ", strip=True).startswith("金林德")
    assert soup.select_one(".card-badge").text == "理想"


def test_a_card_without_strip_and_quotes_leaves_them_out(card):
    card |= {"strip": {"parts": [], "channels": [], "shares": []}, "quotes": [], "worth": []}

    soup = BeautifulSoup(cards.to_html(card, WORDING), "html.parser")

    assert soup.select("table, blockquote, .card-worth") == []


def test_a_sheet_is_a_page_of_its_own_that_asks_for_nothing(card):
    page = cards.sheet(card, language="en", title="A & B", period="2026Q3", currency="GBP")

    assert page.startswith("<!doctype html>")
    assert "default-src 'none'" in page
    assert "A &amp; B · 2026Q3" in page
    assert not re.search(r"<script|<link|https?://(?!www\.w3\.org/2000/svg)", page)


def long_card(card):
    line = told("They agree more than others with what stands here, at 4.6 on the scale. " * 2)
    known = {"says": line, "evidence": told("10 % to 20 %; n = 1,095"), "compared": "less"}
    short = known | {"says": told("Orders with something sent back: 22 %")}
    items = ("age_and_work places main_reason sources offline_life splurge_and_save how_they_shop "
             "what_disappoints whom_they_trust what_is_fun").split()  # fmt: skip
    return card | {
        "story": [told("They mostly buy in the app, in about two thirds of their orders; among "
                       "everybody else it is about four in ten.")] * 10,
        "questions": [{"item": item, "known": [short, short], "ask": None} for item in items],
        "say": [line] * 4, "avoid": [line] * 4, "worth": [told("Nothing bought: 12 %")] * 6,
        "quotes": [{"text": "x " * 70, "rating": 4.0}] * 3,
        "strip": {"parts": ["night", "morning", "afternoon", "evening"],
                  "channels": ["app", "web", "pos", "phone"],
                  "shares": [[told("3 %", number(0, "3 %", 0.03))] * 4] * 4},
    }  # fmt: skip


def opened(browser, path, width, height):
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600},
    )
    browser.get(path.as_uri())
    return browser


def test_a_full_card_fits_one_sheet_of_a4(card, browser, tmp_path):
    page = tmp_path / "card.html"
    sheet = cards.sheet(long_card(card), language="en", title="A", period="2026Q3", currency="GBP")
    page.write_text(sheet, encoding="utf-8")

    opened(browser, page, 794, 1123)

    foot = browser.execute_script(
        "return document.querySelector('.sheet-foot').getBoundingClientRect().bottom"
    )
    assert foot <= 1123


@pytest.mark.parametrize("width", [320, 1100])
def test_a_card_is_as_wide_as_the_page_and_no_wider(card, browser, tmp_path, width):
    page, run = tmp_path / "page.html", pages.Run("A", "2026Q3", "2026-09-30", "2026-09-30")
    shown = cards.Markup(f'<div class="output">{cards.to_html(long_card(card), WORDING)}</div>')
    context = {"question": "Who?", "opening": "", "tables": "", "body": shown,
               "headings": [], "personal": None}  # fmt: skip
    pages.write(page, "chapter.html.j2", language="en", run=run, short=None, **context)

    opened(browser, page, width, 900)

    wide, card_width = browser.execute_script(
        "return [document.documentElement.scrollWidth, "
        "document.querySelector('.persona-card').getBoundingClientRect().width]"
    )
    assert wide <= width
    assert card_width >= min(0.8 * width, 900)


def test_each_printed_card_begins_a_page_of_its_own(card, browser, tmp_path):
    import base64

    page, run = tmp_path / "page.html", pages.Run("A", "2026Q3", "2026-09-30", "2026-09-30")
    both = "".join(cards.to_html(long_card(card) | {"id": one}, WORDING) for one in ("p-1", "p-2"))
    shown = cards.Markup(f'<div class="output">{both}</div>')
    context = {"question": "Who?", "opening": "", "tables": "", "body": shown,
               "headings": [], "personal": None}  # fmt: skip
    pages.write(page, "chapter.html.j2", language="en", run=run, short=None, **context)
    opened(browser, page, 1100, 900)

    paper = {"paperWidth": 8.27, "paperHeight": 11.69, "printBackground": True}
    printed = browser.execute_cdp_cmd("Page.printToPDF", paper)["data"]

    # The head of the report, two cards, and its foot.
    assert len(re.findall(rb"/Type\s*/Page\b[^s]", base64.b64decode(printed))) == 4
