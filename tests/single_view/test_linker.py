import pandas as pd
import pytest

from helpers.single_view.blocking import choose_blocking
from helpers.single_view.linker import level_counts, names, on_engine, opened
from helpers.single_view.model import learn_model
from helpers.workspace import engine


def tables():
    return set(engine.connection().con.execute("SHOW ALL TABLES").df()["name"])


def test_nothing_of_the_records_stays_in_the_engine(crowd_keys):
    before = tables()

    with on_engine(crowd_keys.iloc[::5]) as records:
        learn_model(records, choose_blocking(records))

    assert tables() == before


def test_nothing_stays_after_an_error_either(crowd_keys):
    before = tables()
    settings = {"link_type": "dedupe_only", "unique_id_column_name": "record_id",
                "comparisons": [], "blocking_rules_to_generate_predictions": []}  # fmt: skip

    with pytest.raises(RuntimeError, match="stopped"):
        with on_engine(crowd_keys) as records, opened(records, settings):
            raise RuntimeError("stopped")

    assert tables() == before


def test_every_pair_shows_one_pattern(crowd_keys):
    with on_engine(crowd_keys.iloc[::5]) as records:
        model = learn_model(records, choose_blocking(records))

        patterns, pairs = level_counts(records, model)

    assert pairs.sum() == 100 * 99 // 2
    assert patterns.shape == (len(pairs), len(names(model)))
    assert len(pd.DataFrame(patterns).drop_duplicates()) == len(patterns)
