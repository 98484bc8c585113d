"""A persona's card as data that may leave the house: words in every language, cells beside them.

The page, the printed card and ``personas.json`` are all made of this, so that none of them
tells more than the others.
"""

import json
from pathlib import Path
from typing import Any

from helpers.reporting import files
from helpers.reporting.phrases import in_every_language, may_be_said
from helpers.reporting.wording import Wording
from helpers.workspace.cells import Said

Text = dict[str, dict[str, Any]]  # a phrase by language
SHARE = "personas.card.strip_share"


def card_data(card: Any, wording: Wording) -> dict[str, Any]:
    """Return one card as plain data; sentences that tell of a small group are left out.

    Parameters
    ----------
    card : Card
        As ``personas.make_cards`` returns it.
    wording : Wording
        Currency, and the smallest group that is told of; all languages are written.
    """
    lists = {
        name: _texts(getattr(card, name), wording)
        for name in ("why", "about", "story", "worth", "say", "avoid", "quality")
    }
    return {
        "id": card.persona_id,
        "names": dict(card.names),
        "title": in_every_language(card.title, wording),
        "role": card.role,
        "face": card.face,
        "questions": [_question(answer, wording) for answer in card.answers],
        "quotes": [dict(quote) for quote in card.quotes],
        "strip": _strip(card.strip, wording),
        **lists,
    }


def document(cards: list[dict[str, Any]], desk: Any) -> dict[str, Any]:
    """Return what is published beside the page: whose cards these are, and the cards."""
    return {
        "company": desk.company,
        "title": desk.source.title,
        "period": str(desk.period),
        "currency": desk.source.currency,
        "cards": cards,
    }


def write(path: Path, told: dict[str, Any]) -> None:
    """Write cards as JSON, the same bytes for the same cards."""
    text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    files.write_text(path, text + "\n")


def _texts(said: list[Said], wording: Wording) -> list[Text]:
    return [in_every_language(one, wording) for one in said if may_be_said(one, wording)]


def _question(answer: Any, wording: Wording) -> dict[str, Any]:
    known = [
        {
            "says": in_every_language(one.says, wording),
            "evidence": in_every_language(one.evidence, wording),
            "compared": one.compared,
        }
        for one in answer.known
        if may_be_said(one.says, wording) and may_be_said(one.evidence, wording)
    ]
    ask = answer.ask or (None if known else Said("personas.card.not_known"))
    asked = in_every_language(ask, wording) if ask else None
    return {"item": answer.item, "known": known, "ask": asked}


def _strip(strip: Any, wording: Wording) -> dict[str, Any]:
    """Return the strip: parts of the day, channels, and for each channel a share per part."""
    shares = [
        [_share(strip.shares.get((channel, part)), wording) for part in strip.parts]
        for channel in strip.channels
    ]
    return {"parts": list(strip.parts), "channels": list(strip.channels), "shares": shares}


def _share(cell: Any, wording: Wording) -> Text | None:
    return None if cell is None else in_every_language(Said(SHARE, {"share": cell}), wording)
