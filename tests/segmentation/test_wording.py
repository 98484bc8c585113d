import numpy as np
import pandas as pd

from helpers.reporting.speaking import Speaker
from helpers.reporting.wording import Wording
from helpers.segmentation import wording
from helpers.segmentation.calling import called
from helpers.segmentation.finding import find_groups
from helpers.segmentation.lasting import name_segments


def speaker():
    return Speaker(Wording("en", "CNY"))


def test_means_are_written_in_their_own_form():
    rows = [("s-1", "code=yes", 50, 0.25, 0.1, 2.0), ("s-1", "monetary", 50, 1234.0, 99.0, 1.0),
            ("s-1", "Q1", 50, 4.5, 3.0, 1.0)]  # fmt: skip
    names = pd.DataFrame(
        {"segment_id": ["s-1"], "features": ["code=yes"], "name_en": None, "name_zh": None}
    )
    frame = pd.DataFrame(
        rows, columns=["segment_id", "feature", "customers", "in_group", "elsewhere", "effect"]
    )

    told = wording.with_words(frame, names, speaker())

    assert told["segment"].eq("With discount codes").all()
    assert told["in_group"].tolist() == ["25\N{NO-BREAK SPACE}%", "¥1,234", "4.50"]


def test_rules_and_basis_are_said_for_readers(desk, found):
    segments, report = name_segments(desk, found, seed=1), speaker()

    told = wording.rules_in_words(segments, report)

    assert told["rule"].str.contains("products bought or looked at: m").all()
    assert set(told["segment"]) == set(called(segments.names, report))
    assert "orders by channel" in report.words(
        wording.basis_key(found), **wording.basis_words(found, report)
    )
    assert "%" in report.words(wording.rules_key(found), **wording.rules_words(found))


def test_a_page_without_groups_says_so(desk, company, scored):
    counts, _ = company(np.random.default_rng(2), rows=12)
    found = find_groups(scored(counts, np.random.default_rng(99)), counts, seed=1)
    report = speaker()

    assert "no groups" in report.words(wording.rules_key(found), **wording.rules_words(found))
    assert "recency" in report.words(wording.basis_key(found), **wording.basis_words(found, report))
    assert wording.rules_in_words(name_segments(desk, found, seed=1), report).empty


def test_readers_are_told_what_to_add():
    blocks = pd.DataFrame({"block": ["code", "device", "clicked"]})

    assert wording.not_counted(blocks) is None
    assert wording.not_counted(blocks[:1]) == "segmentation.no_visits"
    assert wording.not_counted(blocks[:2]) == "segmentation.no_mail"
    assert wording.no_answers(pd.DataFrame()) == "segmentation.no_survey"
