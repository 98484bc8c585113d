import pandas as pd
import pytest

from helpers.intake import records
from helpers.intake.layout import Layout
from helpers.intake.text_table import TextTable, no_rejects
from helpers.workspace import InputError, contracts, privacy

DEALS = Layout(
    "deals",
    {
        "deal_id": ("Id",), "amount": ("Sum",), "closing_day": ("Closed",), "is_won": ("Won",),
        "probability": ("Chance",), "stage": ("Stage",), "is_deleted": ("Gone",),
        "contact_id": ("Who",), "name": ("Title",),
    },
    record=("deal_id",), numbers="crm", decimal=".", strip={"deal_id": "^old-"},
    date_formats={"closing_day": ("%Y-%m-%d",)},
)  # fmt: skip
NOTES = Layout(
    "interactions",
    {"interaction_id": ("Id",), "occurred_at": ("At",), "text": ("Words",), "kind": ("Kind",)},
    record=("interaction_id",), date_formats={"occurred_at": ("%Y-%m-%d %H:%M",)},
)  # fmt: skip
SPEND = Layout(
    "ad_spend",
    {"event_day": ("Day",), "channel": ("Channel",), "spend": ("Spend",)},
    constants={"campaign": ""}, date_formats={"event_day": ("%Y-%m-%d",)}, decimal=".",
)  # fmt: skip


@pytest.fixture(autouse=True)
def key(root):
    """The key of tests."""


@pytest.fixture
def read(context):
    """Return a function that reads columns of text under a layout."""

    def read(layout, columns, **declared):
        frame = pd.DataFrame(columns, dtype="str")
        text = TextTable(frame.set_axis(range(2, len(frame) + 2)), no_rejects())
        return records.read(text, context(**declared), layout)

    return read


def rejected(reading):
    told = reading.rejects
    return list(zip(told.lines, told.rules, told.columns, strict=True))


def test_cells_are_read_as_the_contract_types_them(read):
    reading = read(DEALS, {"Id": ["old-7"], "Sum": ["$1,234.50"], "Closed": ["2026-05-01"],
                           "Won": ["是"], "Chance": ["60%"], "Stage": [" won "]})  # fmt: skip

    row = reading.rows.iloc[0]
    assert row["deal_id"] == privacy.pseudonym("deal of crm", "7")
    assert row["amount"] == 7 * 12_345_000 and row["is_won"]
    assert (row["probability"], row["stage"]) == (0.6, "won")
    assert row["closing_day"] == pd.Timestamp("2026-05-01")
    assert row["event_day"] == pd.Timestamp("2026-09-30")
    assert reading.rows_in == len(reading.rows) == 1


def test_empty_cells_are_missing_and_spoil_nothing(read):
    reading = read(DEALS, {"Id": ["7"], "Sum": [""], "Closed": [" "], "Won": [""], "Chance": [""]})

    assert reading.rows[["amount", "closing_day", "is_won", "probability"]].isna().all(axis=None)
    assert rejected(reading) == []


@pytest.mark.parametrize(
    ("cells", "rule", "column"),
    [
        ({"Id": ""}, "empty_needed_cell", "Id"),
        ({"Sum": "1.234,50"}, "impossible_amount", "Sum"),
        ({"Sum": "inf"}, "impossible_amount", "Sum"),
        ({"Closed": "2026-02-30"}, "impossible_date", "Closed"),
        ({"Closed": "1900-01-01"}, "impossible_date", "Closed"),
        ({"Closed": "46143"}, "impossible_date", "Closed"),
        ({"Won": "perhaps"}, "unknown_word", "Won"),
        ({"Chance": "a lot"}, "impossible_number", "Chance"),
        ({"Chance": "60"}, "out_of_bounds", "Chance"),
        ({"Gone": "true"}, "deleted_at_its_source", "Gone"),
    ],
)
def test_a_broken_cell_rejects_its_row_alone(read, cells, rule, column):
    good = {"Id": "1", "Sum": "1", "Closed": "2026-05-01", "Won": "yes", "Chance": "0.5",
            "Gone": "no"}  # fmt: skip
    rows = [good, good | {"Id": "2"} | cells]

    reading = read(DEALS, {name: [row[name] for row in rows] for name in good})

    assert rejected(reading) == [(3, rule, column)]
    assert reading.rows["line"].tolist() == [2]


def test_numbers_told_in_percent_become_proportions(read):
    layout = DEALS._replace(percents=frozenset(("probability",)))

    reading = read(layout, {"Id": ["1", "2"], "Chance": ["60", "5 %"]})

    assert reading.rows["probability"].tolist() == [0.6, 0.05]


def test_a_needed_column_may_be_missing_only_where_something_else_fills_it(read):
    with pytest.raises(InputError, match="has no column 'Id'"):
        read(DEALS, {"Sum": ["1"]})
    with pytest.raises(InputError, match="has no column 'Kind'"):
        read(NOTES, {"Id": ["1"], "At": ["2026-05-01 10:00"], "Words": ["x"]})


def test_a_row_later_than_its_file_knows_is_rejected_where_days_count(read):
    cells = {"Id": ["1", "2"], "At": ["2026-05-01 23:30", "2026-10-01 10:00"],
             "Words": ["a", "b"], "Kind": ["note", "note"]}  # fmt: skip

    reading = read(NOTES, cells)

    assert rejected(reading) == [(3, "date_after_delivery", "At")]
    assert reading.rows["event_day"].tolist() == [pd.Timestamp("2026-05-01")]
    assert str(reading.rows["occurred_at"].iloc[0]) == "2026-05-01 15:30:00+00:00"


def test_what_people_wrote_is_masked(read):
    cells = {"Id": ["1"], "At": ["2026-05-01 10:00"], "Words": ["ask ana@example.org"],
             "Kind": ["note"]}  # fmt: skip

    assert read(NOTES, cells).rows["text"].tolist() == ["ask [e-mail]"]


def test_a_record_that_is_spelled_otherwise_or_stands_in_other_columns_has_equal_content(read):
    first = read(DEALS, {"Id": ["old-7"], "Sum": ["5"]})
    second = read(DEALS, {"Sum": ["5"], "Id": ["7"], "Stage": [""]})

    assert first.rows["content"].tolist() == second.rows["content"].tolist()
    assert first.rows["record"].tolist() == second.rows["record"].tolist()


def test_a_constant_of_the_format_is_part_of_the_content(read):
    cells = {"Id": ["1"], "At": ["2026-05-01 10:00"], "Words": ["a"]}

    note = read(NOTES._replace(constants={"kind": "note"}), cells)
    call = read(NOTES._replace(constants={"kind": "call"}), cells)

    assert note.rows["content"].iloc[0] != call.rows["content"].iloc[0]


def test_rows_of_a_log_are_each_their_own_however_equal(read):
    reading = read(SPEND, {"Day": ["2026-05-01"] * 2, "Channel": ["search"] * 2,
                           "Spend": ["1"] * 2})  # fmt: skip

    assert reading.rows["record"].nunique() == 2


def test_unknown_columns_are_handed_over_as_attributes_of_rows_that_stand(read):
    reading = read(DEALS, {"Id": ["1", ""], "Likes": ["tents", "boots"]})

    assert reading.unknown[["line", "name", "value"]].to_numpy().tolist() == [[2, "Likes", "tents"]]
    assert reading.unknown["record"].tolist() == reading.rows["record"].tolist()


def test_numbers_of_two_systems_never_meet_unless_declared_to(read):
    own, other, declared = (
        read(layout, {"Id": ["7"]}, **more).rows["deal_id"].iloc[0]
        for layout, more in (
            (DEALS, {}), (DEALS._replace(numbers="erp"), {}),
            (DEALS._replace(numbers="erp"), {"numbers": "crm"}),
        )
    )  # fmt: skip

    assert own == declared != other


def test_every_table_that_is_read_by_layout_can_be_mapped_with_what_it_needs():
    for table in records.tables():
        assert set(records.needed(table)) <= set(records.mappable(table)), table
        assert {"delivery", "line"} <= contracts.load(table).columns.keys()


def test_headers_of_some_types_are_told_in_all_spellings():
    layout = Layout("deals", {"amount": ("Sum", "Amount"), "closing_day": ("Day",)})

    assert records.headers_of(layout, ("money",)) == ("Sum", "Amount")
    assert records.headers_of(layout, ("day", "time")) == ("Day",)
