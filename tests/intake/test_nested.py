import pandas as pd
import pytest

from helpers.intake.files import read_text
from helpers.intake.nested import flat, items, open_nested


@pytest.fixture
def read(context, tmp_path):
    def run(content):
        path = tmp_path / "x.jsonl"
        path.write_text(content, encoding="utf-8")
        return read_text(path, context(format="json-lines").declared, "x.jsonl", (), open_nested)

    return run


def test_objects_within_objects_become_columns_and_numbers_keep_their_digits(read):
    frame = read(
        '{"id": 3652397000000100001, "Account": {"id": "9", "at": {"sum": 1.10}}}\n'
        '{"id": 2, "Account": null, "tags": [{"name": "a"}]}\n'
    ).frame

    assert frame.loc[1].to_dict() == {
        "id": "3652397000000100001", "Account.id": "9", "Account.at.sum": "1.10", "Account": "",
        "tags": "",
    }  # fmt: skip
    assert frame.loc[2, ["Account.id", "tags"]].tolist() == ["", '[{"name": "a"}]']


@pytest.mark.parametrize("line", ['{"a.b": 1, "a": {"b": 2}}', '{"a": {"b": 2}, "a.b": 1}'])
def test_two_values_of_one_name_are_no_record(read, line):
    rejects = read('{"id": 1}\n' + line + "\n").rejects

    assert (rejects.lines, rejects.rules) == ([2], ["not_json"])


def test_what_is_no_object_is_refused():
    with pytest.raises(ValueError, match="not an object"):
        flat([1])


def test_items_carry_the_row_that_they_belong_to_and_lack_no_named_cell(texts):
    lists = ['[{"a": 1}, {"a": 2, "b": {"c": "x"}}]', "", "[]", '{"a": 1}', "[1]", '[{"a": 3}]']
    frame = pd.DataFrame({"acts": lists}, index=[11, 12, 13, 14, 15, 16])

    found = items(frame, "acts", ("a", "z"))

    assert found.frame.index.tolist() == [11, 11, 16] and found.broken == [14, 15]
    assert found.frame[["a", "b.c", "z"]].to_numpy().tolist() == [
        ["1", "", ""], ["2", "x", ""], ["3", "", ""]
    ]  # fmt: skip


def test_a_table_without_the_column_has_no_items():
    found = items(pd.DataFrame({"id": ["1"]}), "acts", ("a",))

    assert found.frame.empty and found.frame.columns.tolist() == ["a"] and found.broken == []
