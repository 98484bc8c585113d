import pandas as pd
import pytest

from helpers.drivers.naming import named, part_words, persona_names


@pytest.mark.parametrize(("kind", "part", "words"), [
    ("region", "CN/GD", "Guangdong"), ("region", "CN/other", "China, elsewhere"),
    ("region", "US", "the United States"), ("region", "other", "elsewhere or not known"),
    ("value_tier", "high", "high value"), ("category", "shoes", "shoes"),
    ("persona", "p-1", "Li Wei"), ("all", "all", "everybody"),
])  # fmt: skip
def test_parts_have_names_that_readers_know(spoken, kind, part, words):
    assert part_words(kind, part, spoken, {"p-1": "Li Wei"}) == words


def test_a_table_is_named_by_what_each_row_is_of(spoken):
    table = pd.DataFrame({"by": ["region", "value_tier"], "part": ["CN/SH", "low"]})

    assert named(table, spoken) == ["Shanghai", "low value"]


def test_personas_are_called_in_the_language_of_the_report(spoken):
    personas = pd.DataFrame({"persona_id": ["p-1"], "name_en": ["Li Wei"], "name_zh": ["李伟"]})

    assert persona_names(personas, spoken) == {"p-1": "Li Wei"}
