from types import SimpleNamespace

import pandas as pd
import pytest

from helpers.personas.choice_words import choice_key, choice_words, shown_evidence
from helpers.reporting import catalogue

EVIDENCE = pd.DataFrame({
    "model": ["mixture", "nmf"], "personas": [3, 3], "held_out_fit": [0.1, 0.05],
    "of_cloud": [1.12, 0.91], "stability": [0.97, 0.91], "stability_lower": [0.95, 0.9],
    "smallest_share": [0.2, 0.1], "beyond_continuum": [True, False], "chosen": [True, False],
})  # fmt: skip


def found(why, evidence=EVIDENCE):
    model = SimpleNamespace(groups=3)
    return SimpleNamespace(why=why, kind="mixture", model=model, evidence=evidence)


@pytest.mark.parametrize("why", [
    "too_few", "nothing_repeats", "one_cloud", "found", "renewed", "kept"
])  # fmt: skip
def test_every_way_to_choose_has_its_sentence_with_all_its_values(why):
    told = found(why)

    needed = catalogue.places(choice_key(told), "en")

    assert set(choice_words(told)) == needed


def test_the_stability_told_is_that_of_the_chosen_model():
    assert choice_words(found("found"))["stability"] == 0.97


def test_the_evidence_shown_is_one_row_per_model_and_number():
    shown = shown_evidence(found("found"))

    assert shown["model"].tolist() == ["mixture", "nmf"]
    assert "behind_best" not in shown
