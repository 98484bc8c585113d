import json

import pytest

from helpers.reporting import findings
from helpers.reporting.catalogue import MessageError
from helpers.reporting.findings import Claim
from helpers.reporting.wording import Wording

CLAIM = Claim(number=0.766, lower=0.741, upper=0.789, n=5839, table="segments", unit="percent")


def make(claim=CLAIM, identity="concentration", **values):
    return findings.make(
        identity, "trial.claim", claim, values, "05_segmentation", Wording("en", "GBP")
    )


def test_a_finding_is_stored_with_its_words_in_every_language():
    made = make()

    assert made["sentence"] == {
        "en": "The top fifth brings 76.6\xa0%.",
        "zh": "The top fifth brings 76.6%.",
    }
    assert (made["number"], made["lower"], made["upper"], made["n"]) == (0.766, 0.741, 0.789, 5840)


def test_figures_of_people_are_stored_as_exactly_as_they_are_told():
    exact = CLAIM._replace(number=1039 / 4632, lower=None, upper=None, n=4632)

    plain = make(exact)
    share = make(exact._replace(share_of_n=True))
    rows = make(exact._replace(people=False))

    assert (plain["number"], plain["n"]) == (0.224, 4630)
    assert share["number"] == round(1040 / 4630, 3)
    assert (rows["number"], rows["n"]) == (1039 / 4632, 4632)


def test_a_share_is_rounded_once_and_so_told_as_in_a_table():
    made = make(CLAIM._replace(number=0.702507, lower=None, upper=None))

    assert "70.3\xa0%" in made["sentence"]["en"]


def test_sentence_action_and_owner_take_what_they_need_from_the_same_values():
    made = make(CLAIM._replace(action="trial.action", owner="trial.owner"), whom="the best")

    assert made["action"]["en"] == "Call the best."
    assert made["owner"]["en"] == "Service"


def test_a_value_that_no_sentence_uses_is_refused():
    with pytest.raises(MessageError, match="no place for the value 'whom'"):
        make(whom="the best")


def test_a_value_that_the_action_lacks_is_named():
    with pytest.raises(MessageError, match=r"trial\.action \(en\) needs a value for 'whom'"):
        make(CLAIM._replace(action="trial.action"))


@pytest.mark.parametrize(
    ("claim", "identity", "words"),
    [
        (CLAIM._replace(grade="D"), "good", "grade 'D' is not one of A, B, C, refused"),
        (CLAIM._replace(upper=None), "good", "an interval has both"),
        (CLAIM, "Not a slug", "write an id in lower-case letters"),
    ],
)
def test_a_finding_that_cannot_be_is_refused(claim, identity, words):
    with pytest.raises(ValueError, match=words):
        make(claim, identity)


def test_a_card_shows_figure_interval_and_rounded_size():
    card = findings.card(make(CLAIM._replace(grade="A")), Wording("en"))

    assert '<span class="finding-number">76.6\xa0%</span>' in card
    assert "74.1\xa0% to 78.9\xa0%" in card
    assert "Based on 5,840" in card
    assert "Grade A" in card


def test_a_refusal_is_shown_on_the_card():
    card = findings.card(make(CLAIM._replace(grade="refused")), Wording("en"))

    assert "Refused: no better than the simple rule" in card


def test_a_card_escapes_what_the_values_carry():
    made = make(CLAIM._replace(action="trial.action"), whom="<script>alert(1)</script>")
    made["sentence"] = {"en": "<script>alert(2)</script> buys most."}

    card = findings.card(made, Wording("en"))

    assert "<script" not in card
    assert card.count("&lt;script&gt;") == 2


def test_findings_are_written_alike_each_time(tmp_path):
    paths = [tmp_path / "one.json", tmp_path / "two.json"]

    for path in paths:
        findings.write(path, [make()])

    assert paths[0].read_bytes() == paths[1].read_bytes()
    (written,) = json.loads(paths[0].read_text(encoding="utf-8"))
    assert list(written) == sorted(written)
