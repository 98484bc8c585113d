import gzip
import io
import json
import zipfile

import pytest

from helpers.intake.proposing.inspection import inspect

PRIVATE = ("anna.smith@example.org", "Anna", "+4915112345678", "Main Street 7")
PEOPLE = "Customer ID,Name,Email,Phone,Street\n1,{1},{0},{2},{3}\n2,{1},{0},{2},{3}\n".format(
    *PRIVATE
)


def looked(tmp_path, content, name="x.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return inspect(path, name)


def values(found):
    return {claim.entry: claim.value for claim in found.claims}


@pytest.mark.parametrize(
    ("content", "question"),
    [
        (b"", "it is empty: was it exported in full?"),
        (b"<html><body>Sign in</body></html>", "it is a web page, not a table: sign in"),
        (bytes(range(256)) * 20, "it is no table: what is it?"),
        (gzip.compress(b"email,n\n" * 9999)[:-20], "it cannot be opened: copy it again"),
        (b"PK\x03\x04 cut off", "it cannot be opened: copy it again"),
        (b"PAR1 cut off", "it cannot be opened: copy it again"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(999), "it cannot be opened: copy it again"),
        (b'[{"a": 1}]', "nothing reads it: what is it?"),
        (b"email,order\n", "it has a header and no rows: was it exported in full?"),
        (b"Anna Smith,London\nBert Jones,Leeds\n", "nothing tells whether its first row names"),
        (b"alpha,beta\nx,1\ny,2\n", "nothing reads it: what is it?"),
        (b"rating,text\n5,good\n4,bad\n", "nothing reads it: what is it? It comes nearest to "),
        (b"[1, 2]\n", "nothing in it is a JSON object"),
    ],
)  # fmt: skip
def test_what_nothing_reads_is_ignored_with_a_question(tmp_path, content, question):
    found = looked(tmp_path, content)

    assert not found.is_read
    assert [claim.entry for claim in found.claims] == ["why"]
    assert found.claims[0].question.startswith(question)


def test_an_archive_of_other_tables_is_ignored(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.csv", "email,n\na@b.org,1\n")
        archive.writestr("b.csv", "email,n\na@b.org,2\n")

    assert not looked(tmp_path, out.getvalue(), "x.zip").is_read


def test_an_answer_of_an_api_is_recognised_by_its_objects(tmp_path):
    told = {"_id": "66f1", "account_id": "66f0", "name": "梁", "mobile": "1", "email": "a@b.org"}

    found = looked(tmp_path, json.dumps({"errorCode": 0, "data": {"dataList": [told]}}), "x.json")

    assert values(found)["format"] == "fxiaoke-contacts"


def test_no_claim_quotes_a_person(tmp_path):
    headless = "\n".join(PEOPLE.splitlines()[1:])

    told = [str(looked(tmp_path, content).claims) for content in (PEOPLE, headless)]

    assert not [value for value in PRIVATE for text in told if value in text]


def test_a_workbook_under_another_name_is_asked_to_be_renamed(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(
        [
            "Customer ID",
            "First Name",
            "Last Name",
            "Email",
            "Accepts Email Marketing",
            "Default Address Address1",
            "Phone",
            "Tags",
        ]
    )
    book.active.append(["1", "Ann", "B", "a@b.org", "no", "Main St", "", ""])  # fmt: skip
    book.save(tmp_path / "x.xlsx")

    found = looked(tmp_path, (tmp_path / "x.xlsx").read_bytes(), "people.csv")

    assert found.claims[0].is_open
    assert "excel under a name that says csv: rename it" in found.claims[0].question
