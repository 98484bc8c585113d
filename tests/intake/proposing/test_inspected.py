from helpers.intake.proposing.claim import propose
from helpers.intake.proposing.inspected import Inspected, unread


def test_a_file_that_nothing_reads_has_a_question_and_a_reason_to_accept():
    found = unread("x.csv", "csv", "what is it?", ("a", "b"))

    assert not found.is_read
    assert (found.claims[0].question, found.claims[0].suggestion) == (
        "what is it?", "Nothing reads it yet."
    )  # fmt: skip


def test_for_a_file_that_cannot_be_looked_into_no_reason_is_suggested():
    assert unread("x.bin", "binary", "what is it?").claims[0].suggestion is None


def test_a_file_with_a_format_is_read():
    told = Inspected("x.csv", (), [propose("format", "csv", "")], "contacts", None, {}, {})

    assert told.is_read
