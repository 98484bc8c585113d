import pandas as pd
import pytest

from helpers.intake import accounting
from helpers.intake.deliveries import ACCEPTED, CONTINUATION, REJECTED, REPEATED
from helpers.intake.reading import Reading
from helpers.intake.text_table import no_rejects

FATES = [ACCEPTED, CONTINUATION, REPEATED, REJECTED]


@pytest.fixture
def told(context):
    """A file of five rows: one stands for each outcome, and one was rejected while it was read."""
    raw = pd.DataFrame({"a": list("vwxyz")}, index=range(2, 7))
    unknown = pd.DataFrame({"record": list("vwxy"), "line": [2, 3, 4, 5], "value": "?"})
    reading = Reading("contacts", raw.head(4), no_rejects(), raw, unknown)
    reading.rejects.add(6, "impossible_date", "a", "z")
    file = context()
    rows = pd.DataFrame({"file": file.file, "line": [2, 3, 4, 5], "fate": FATES})
    return [(file, reading)], {"contacts": rows}


def test_the_outcomes_of_a_file_add_up_to_its_rows(told):
    row = accounting.ledger(*told).iloc[0]

    assert row["rows_in"] == 5
    outcomes = row[["accepted", "continuation", "repeated", "rejected"]]
    assert outcomes.tolist() == [1, 1, 1, 2]
    assert row["note"] == "records that stand identically are counted once"


def test_a_contradiction_is_rejected_with_its_line_and_its_text_apart(told):
    accounting.ledger(*told)

    tables = accounting.rejects(told[0])

    rules = tables["rejected"].set_index("line")["rule"].to_dict()
    assert rules == {6: "impossible_date", 5: "contradicts_another_row"}
    assert tables["rejected_text"].set_index("line")["text"].to_dict() == {6: "z", 5: "y"}
    assert "text" not in tables["rejected"]


def test_cells_that_fit_nowhere_are_kept_of_accepted_records_alone(told):
    assert accounting.attributes(*told)["record_id"].tolist() == ["v"]
