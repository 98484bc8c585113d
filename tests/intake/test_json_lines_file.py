import pytest

from helpers.intake.files import read_text
from helpers.workspace import InputError


@pytest.fixture
def read(context, tmp_path):
    def run(content, needed=("id",)):
        path = tmp_path / "x.jsonl"
        path.write_text(content, encoding="utf-8")
        return read_text(path, context(format="json-lines").declared, "x.jsonl", needed)

    return run


def test_numbers_keep_all_their_digits_and_absent_keys_are_empty(read):
    frame = read(
        '{"id": 1234567890123456789, "line": 1.10}\n\n'
        '{"id": "007", "ok": true, "tags": ["北"], "gone": null}\n'
    ).frame

    assert frame.index.tolist() == [1, 3]
    assert frame.loc[1].to_dict() == {"id": "1234567890123456789", "line": "1.10", "ok": "",
                                      "tags": "", "gone": ""}  # fmt: skip
    assert frame.loc[3, ["id", "ok", "tags", "gone"]].tolist() == ["007", "true", '["北"]', ""]


@pytest.mark.parametrize(
    "line", ["not json", "[1, 2]", '{"id": 1', '{"id": NaN}', '{"id": 1, "id": 2}', "[" * 100_000]
)
def test_a_line_that_is_no_object_is_rejected_alone(read, line):
    table = read(f'{{"id": 7}}\n{line}\n{{"id": 8}}\n')

    assert table.frame["id"].tolist() == ["7", "8"]
    assert (table.rejects.lines, table.rejects.rules) == ([2], ["not_json"])
    assert table.rejects.texts == [line] and table.rows_in == 3


@pytest.mark.parametrize(
    ("content", "told"),
    [('[{"id": 1},\n{"id": 2}]', "no line is a JSON object"), ("<html></html>", "no line is a"),
     ('{"no": 1}', "no column 'id'")],
)  # fmt: skip
def test_what_is_no_json_lines_is_refused(read, content, told):
    with pytest.raises(InputError, match=told):
        read(content)
