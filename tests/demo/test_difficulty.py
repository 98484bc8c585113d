"""How hard the demo is was fixed before any method was tuned, and stays so."""

import importlib
from pathlib import Path

import pytest

from helpers.demo import write_demo
from helpers.workspace import paths

CODE = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def difficulty():
    """The benchmark's module, which holds the oracle."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(CODE)
        return importlib.import_module("benchmarks.demo_difficulty")


@pytest.fixture(scope="module")
def figures(difficulty, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(paths.ROOT_VARIABLE, str(tmp_path_factory.mktemp("difficulty")))
        write_demo()
        return difficulty.difficulty(paths.raw("demo"), paths.truth("demo"))


def test_the_oracle_recovers_the_groups_well_but_not_perfectly(figures):
    assert 0.60 <= figures["groups_ari"] <= 0.85
    assert figures["groups_ari of RFM cells"] < 0.15


def test_the_oracle_foresees_churn_fairly(figures):
    for day in ("2026-03-31", "2026-06-30"):
        assert 0.72 <= figures[f"churn_auc {day}"] <= 0.82
        assert figures[f"churn_auc {day}"] > figures[f"churn_auc of recency {day}"] + 0.02
        assert 0.3 < figures[f"churn_share {day}"] < 0.7
