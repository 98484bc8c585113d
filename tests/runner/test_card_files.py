import json
import os
import shutil
import stat

import pytest

from helpers.runner import card_files
from helpers.runner.card_files import draw_cards, find_browser
from helpers.runner.failures import PublishFailed
from helpers.workspace.errors import InputError, UsageError

CHOSEN = {"period": None, "form": "png", "language": "en", "browser": None, "to": None}


def told(text):
    one = {"text": text, "cells": []}
    return {"en": one, "zh": one}


def card(identity):
    empty = ("why", "about", "story", "worth", "say", "avoid", "quality", "questions", "quotes")
    return {
        "id": identity, "names": {"en": "Kim Lind", "zh": "金林德"}, "title": told("who buys"),
        "role": "serve", "face": '<svg viewBox="0 0 1 1"></svg>',
        "strip": {"parts": [], "channels": [], "shares": []}, **{name: [] for name in empty},
    }  # fmt: skip


@pytest.fixture
def published(own_root):
    """A company with cards in two quarters."""
    for period in ("2026Q2", "2026Q3"):
        folder = own_root / "reports" / "tiny" / period
        folder.mkdir(parents=True)
        document = {"company": "tiny", "title": "Tiny", "period": period, "currency": "CNY",
                    "cards": [card("p-1"), card("p-2")]}  # fmt: skip
        (folder / "personas.json").write_text(json.dumps(document), encoding="utf-8")
    return own_root / "reports" / "tiny"


def program(folder, lines):
    """Write a stand-in for a browser."""
    path = folder / "browser"
    path.write_text("#!/bin/sh\n" + lines, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IEXEC)
    return str(path)


@pytest.mark.parametrize(("form", "begins"), [("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_each_card_of_the_newest_quarter_is_drawn(published, form, begins):
    if not shutil.which("chromium"):
        message = "no chromium: how cards are drawn was NOT tested"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)

    made = draw_cards("tiny", **CHOSEN | {"form": form, "language": "zh"})

    assert [path.relative_to(published).as_posix() for path in made] == [
        f"cards_2026Q3/p-1.zh.{form}", f"cards_2026Q3/p-2.zh.{form}"
    ]  # fmt: skip
    assert all(path.read_bytes().startswith(begins) for path in made)


def test_cards_go_where_they_are_wanted(published, tmp_path):
    draws = program(tmp_path, 'for one in "$@"; do case $one in --screenshot=*) '
                              'echo drawn > "${one#*=}";; esac; done\n')  # fmt: skip
    chosen = {"browser": draws, "period": "2026Q2", "to": str(tmp_path / "wall")}

    made = draw_cards("tiny", **CHOSEN | chosen)

    assert [path.name for path in made] == ["p-1.en.png", "p-2.en.png"]
    assert made[0].read_text() == "drawn\n"


def test_without_a_browser_it_says_what_to_do(monkeypatch):
    monkeypatch.setattr(card_files.shutil, "which", lambda name: None)

    with pytest.raises(UsageError, match="no Chromium or Chrome here: install one, or name it"):
        find_browser()
    with pytest.raises(UsageError, match="'netscape' is no program here"):
        find_browser("netscape")


def test_a_browser_that_draws_nothing_is_named(published, tmp_path):
    silent = program(tmp_path, "exit 1\n")

    with pytest.raises(PublishFailed, match="browser drew nothing"):
        draw_cards("tiny", **CHOSEN | {"browser": silent})


def test_a_quarter_without_cards_says_how_to_make_them(published):
    with pytest.raises(InputError, match="tiny has no published cards of 2025Q1: run the series"):
        draw_cards("tiny", **CHOSEN | {"period": "2025Q1"})


def test_a_company_without_cards_says_so(own_root):
    with pytest.raises(InputError, match="tiny has no published cards: run the series first"):
        draw_cards("tiny", **CHOSEN)


@pytest.mark.parametrize(
    ("chosen", "words"),
    [({"form": "gif"}, "format 'gif' is not known: choose one of pdf, png"),
     ({"period": "Q3"}, "'Q3' is not a quarter")],
)  # fmt: skip
def test_what_is_asked_wrongly_is_named(published, chosen, words):
    with pytest.raises(UsageError, match=words):
        draw_cards("tiny", **CHOSEN | chosen)
