import pandas as pd
import pytest

from helpers.workspace import contracts, engine

TABLES = contracts.names()


def refusal(frame, name):
    """Return how a frame is refused under a contract."""
    with pytest.raises(ValueError) as caught:
        contracts.validate(engine.in_memory(frame), contracts.load(name))
    return str(caught.value)


@pytest.mark.parametrize("name", TABLES)
def test_every_contract_says_what_a_row_is_and_has_its_key_among_its_columns(name):
    contract = contracts.load(name)

    assert contract.row.startswith("one row per ")
    assert set(contract.key) <= set(contract.columns)
    assert contract.area in ("canonical", "private", "private_period", "period", "decisions")
    assert contract.size in ("event", "customer")
    assert set(contract.version) <= contract.columns.keys()
    assert not contract.dated or "event_day" in contract.columns


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_table_has_the_columns_of_its_contract(name):
    empty = contracts.empty(name)

    assert list(empty) == list(contracts.load(name).columns) and empty.empty


@pytest.mark.parametrize("name", TABLES)
def test_personal_columns_lie_in_the_private_area_only(name):
    contract = contracts.load(name)

    personal = [column for column, told in contract.columns.items() if told.personal]

    assert contract.area.startswith("private") or not personal


def test_a_table_without_a_contract_is_refused_with_the_names_of_the_others():
    with pytest.raises(ValueError, match="table 'ordres' has no contract; tables: .*orders"):
        contracts.load("ordres")


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"file": ["Anna", "Anna"]}, r"the key \(file\) repeats"),
        ({"why": [None, "Anna"]}, "why is missing in some rows"),
    ],
)
def test_a_broken_table_is_refused_by_table_column_and_rule_and_never_by_value(change, rule):
    frame = pd.DataFrame({"file": ["a", "b"], "why": ["x", "y"]}).assign(**change)

    with pytest.raises(
        ValueError, match=f"table 'ignored_files' breaks its contract: {rule}"
    ) as caught:
        contracts.validate(engine.in_memory(frame), contracts.load("ignored_files"))

    assert "Anna" not in str(caught.value)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"share": 1.25}, "share is above 1 in some rows"),
        ({"rows": -3}, "rows is below 0 in some rows"),
        ({"treatment": "hidden away"}, "treatment is none of kept_missing, "),
    ],
)
def test_bounds_and_allowed_values_are_named(change, rule):
    right = {"table": "orders", "column": "city", "rows": 4, "missing": 1, "share": 0.25,
             "treatment": "kept_missing"}  # fmt: skip

    told = refusal(pd.DataFrame([right | change]), "missing_values")

    assert rule in told and "hidden away" not in told and "1.25" not in told


def test_all_broken_rules_are_told_at_once():
    frame = pd.DataFrame({"file": ["a", "a"], "why": [None, "y"]})

    told = refusal(frame, "ignored_files")

    assert "repeats" in told and "why is missing" in told
