import json

import pytest

from helpers.intake.json_answer_file import read_json_answer
from helpers.workspace import InputError
from helpers.workspace.source import SourceFile


@pytest.fixture
def read(tmp_path):
    """Return a function that reads a text as a file of the API's answers."""

    def read(text, needed=()):
        path = tmp_path / "x.json"
        path.write_text(text, encoding="utf-8")
        declared = SourceFile.model_validate({
            "path": "x.json", "format": "fxiaoke-clients", "encoding": "utf-8",
            "received": "2026-07-06",
        })  # fmt: skip
        return read_json_answer(path, declared, "data/raw/acme/x.json", needed)

    return read


def answer(*objects, **more):
    return {"errorCode": 0, "data": {"dataList": list(objects)}, **more}


def test_a_whole_answer_gives_its_objects_numbered(read):
    table = read(json.dumps(answer({"_id": "a"}, {"_id": "b", "n": 1}), indent=1))

    assert table.frame.to_dict("index") == {1: {"_id": "a", "n": ""}, 2: {"_id": "b", "n": "1"}}


def test_a_list_and_a_data_list_without_an_envelope_are_read_too(read):
    listed = read(json.dumps([{"_id": "a"}, {"_id": "b"}]))
    bare = read(json.dumps({"dataList": [{"_id": "a"}]}))

    assert listed.frame["_id"].tolist() == ["a", "b"] and bare.frame["_id"].tolist() == ["a"]


def test_one_answer_a_line_numbers_the_objects_of_all(read):
    pages = [answer({"_id": "a"}, {"_id": "b"}), answer({"_id": "c"}), answer()]

    table = read("\n".join(map(json.dumps, pages)))

    assert table.frame["_id"].to_dict() == {1: "a", 2: "b", 3: "c"}


def test_one_object_a_line_keeps_its_line_and_a_broken_line_is_rejected(read):
    table = read('{"_id": "a"}\n\nnot json\n{"_id": "b"}\n7\n')

    assert table.frame["_id"].to_dict() == {1: "a", 4: "b"}
    assert list(zip(table.rejects.lines, table.rejects.rules, strict=True)) == [
        (3, "not_json"), (5, "not_an_object")
    ]  # fmt: skip


def test_objects_between_answers_and_answers_without_objects_lose_nothing(read):
    pages = [answer({"_id": "a"}), {"_id": "b"}, {"errorCode": 0, "data": {}}, [{"_id": "c"}]]

    assert read("\n".join(map(json.dumps, pages))).frame["_id"].tolist() == ["a", "b", "c"]


def test_a_single_object_is_a_file_of_one(read):
    assert read('{"_id": "a"}').frame["_id"].tolist() == ["a"]


def test_long_numbers_keep_all_their_digits_and_nested_values_stay_json(read):
    told = '{"_id": 9007199254740993001, "p": 0.10, "owner": ["1"], "gone": null, "on": true}'

    table = read(told)

    assert table.frame.iloc[0].tolist() == ["9007199254740993001", "0.10", '["1"]', "", "true"]


def test_an_element_that_is_no_object_is_rejected_with_its_number(read):
    table = read(json.dumps(answer({"_id": "a"}, "text", {"_id": "b"})))

    assert table.frame["_id"].to_dict() == {1: "a", 3: "b"}
    assert table.rejects.lines == [2] and table.rejects.rules == ["not_an_object"]


@pytest.mark.parametrize("code", [20016, "20016"])
def test_an_answer_that_tells_of_an_error_is_refused_by_its_code_alone(read, code):
    with pytest.raises(InputError, match="answered with error 20016") as refused:
        read(json.dumps({"errorCode": code, "errorMessage": "ana@example.org may not"}))

    assert "ana" not in str(refused.value)


@pytest.mark.parametrize("text", ['{"errorCode": 0, "data": {"dataList": [{"_id"', "<html>", "7"])
def test_a_file_without_any_object_is_refused(read, text):
    with pytest.raises(InputError, match="nothing in it is a JSON object"):
        read(text)


def test_a_needed_column_is_asked_for(read):
    with pytest.raises(InputError, match="has no column 'name'"):
        read('{"_id": "a"}', needed=("name",))
