import json
from html import escape

import pyarrow as pa
import pytest
from pyarrow import parquet

from helpers.rights.quotes import quoted, take_out_quotes
from helpers.rights.traces import Traces

TRACES = Traces(frozenset({"id-1"}), frozenset(), frozenset(), {})
SAID = 'It\'s "fine" & 很耐用'


@pytest.fixture
def company(tmp_path):
    """Two quarters that quote two people, one of whom lives in a household."""
    def write(name, rows):
        path = tmp_path / "processed" / f"{name}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        parquet.write_table(pa.Table.from_pylist(rows), path)

    write("2026Q2/persona_quotes", [{"customer_id": "id-1", "text": SAID},
                                    {"customer_id": "id-2", "text": "Another's."}])  # fmt: skip
    write("2026Q3/.draft/persona_quotes", [{"customer_id": "household-1", "text": "Of a home."}])
    write("canonical/feedback", [{"customer_id": "id-1", "text": "Of a home."},
                                 {"customer_id": "id-1", "text": "Never quoted."},
                                 {"customer_id": "id-2", "text": "Another's."}])  # fmt: skip
    return tmp_path


def test_a_persons_quotes_are_found_by_customer_and_by_what_they_wrote(company):
    assert quoted(company / "processed", TRACES) == {SAID, "Of a home."}


def test_where_nobody_is_quoted_nothing_is_found(tmp_path):
    assert quoted(tmp_path, TRACES) == set()


def test_quotes_go_from_pages_from_data_and_from_notebooks(company):
    reports = company / "reports"
    page = f"<blockquote>{escape(SAID)}</blockquote><blockquote>Another's.</blockquote>"
    texts = {
        "04_personas.html": page, "personas.json": json.dumps({"text": SAID}, ensure_ascii=False),
        "04_personas.ipynb": json.dumps([page]), "other.html": "<p>Another's.</p>",
    }  # fmt: skip
    for name, text in texts.items():
        path = reports / "2026Q2" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    cut = take_out_quotes([reports], reports, {SAID})

    assert {one.path.name: one.rows for one in cut} == dict.fromkeys(list(texts)[:3], 1)
    left = "".join(path.read_text("utf-8") for path in (reports / "2026Q2").iterdir())
    assert "很耐用" not in left and "\\u5f88" not in left
    assert left.count("Another's.") == 3
    assert json.loads((reports / "2026Q2" / "personas.json").read_text("utf-8")) == {"text": "…"}


def test_drawn_cards_go_where_somebody_was_quoted_and_else_stay(company):
    drawn = company / "reports" / "cards_2026Q2" / "p-1.en.png"
    drawn.parent.mkdir(parents=True)
    drawn.write_bytes(b"PNG")

    take_out_quotes([company / "reports"], company / "reports", set())
    stays = drawn.exists()
    take_out_quotes([company / "reports"], company / "reports", {SAID})

    assert stays and not drawn.exists()
