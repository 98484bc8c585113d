import pytest

from helpers.single_view.comparisons import comparisons


def compared(keys):
    return [one.create_output_column_name() for one in comparisons(keys)]


def test_only_what_the_records_know_is_compared(keys):
    found = keys({"name": "Ana Diaz", "phone": "+12065551234"}, {"name": "Ben Day", "phone": "1"})

    assert compared(found) == ["name", "phone"]


def test_what_hardly_any_record_knows_is_not_compared(keys):
    found = keys(*({"name": "Ana Diaz"} for _ in range(500)), {"city": "Leeds"}, {"city": "York"})

    assert compared(found) == ["name"]


def test_records_without_anything_in_common_are_not_compared(keys):
    assert compared(keys({"name": "Ana"}, {"phone": "+12065551234"})) == []


@pytest.mark.parametrize("dialect", ["duckdb", "spark"])
def test_both_engines_take_the_same_comparisons(keys, dialect):
    everything = keys(*[{
        "name": "Ana Diaz", "email": "ana@x.example", "phone": "+12065551234",
        "address": "1 Main St, 98101", "city": "Seattle", "birth_date": "1990-01-02",
        "national_id": "12345",
    }] * 2)  # fmt: skip

    made = [one.create_comparison_dict(dialect) for one in comparisons(everything)]

    assert len(made) == 7
    assert all(level["sql_condition"] for one in made for level in one["comparison_levels"])
