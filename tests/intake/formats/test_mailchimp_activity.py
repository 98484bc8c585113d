import io
import zipfile

import pytest

from helpers.workspace import InputError, privacy

from .conftest import rejected, told

NAME = "mailchimp-activity.zip"


def packed(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/") + ".csv", content)
    return out.getvalue()


def test_the_path_in_the_archive_says_what_was_done_with_which_newsletter(deliver, take_in):
    activity = take_in(deliver(NAME)).email_activity.sort_values("line")

    zebedee = privacy.pseudonym("email", "zebedee@example.org")
    assert told(activity, "line", "event_day", "occurred_at", "action", "campaign") == [
        (2, "2026-05-01", "2026-05-01 01:23:00Z", "click", "C01_spring"),
        (7, "2026-05-01", "2026-05-01 01:22:53Z", "open", "C01_spring"),
        (8, "2026-05-01", "2026-05-01 01:22:53Z", "open", "C01_spring"),
        (9, "2026-05-02", "2026-05-01 16:10:00Z", "open", "C01_spring"),
    ]
    assert activity["customer_id"].tolist()[:3] == [zebedee] * 3


def test_broken_rows_are_rejected_with_lines_counted_through_the_archive(deliver, take_in):
    assert rejected(take_in(deliver(NAME))) == [
        (3, "impossible_date", "Timestamp"), (4, "ragged_row", None)
    ]  # fmt: skip


def test_what_was_done_twice_in_one_second_counts_twice(deliver, take_in):
    activity = take_in(deliver(NAME)).email_activity

    assert activity["activity_id"].is_unique and len(activity) == 4


def test_an_unpacked_table_is_read_where_it_lies(acme, take_in):
    entry = (
        '[[files]]\npath = "granular_activity/bounces/C01_spring.csv"\n'
        'format = "mailchimp-activity"\nencoding = "utf-8"\nreceived = 2026-07-06\n'
    )
    acme.write("granular_activity/bounces/C01_spring.csv",
               "Timestamp,Email\n2026-05-01 09:22:53,zebedee@example.org\n")  # fmt: skip

    activity = take_in(entry).email_activity

    assert told(activity, "line", "action", "campaign") == [(2, "bounce", "C01_spring")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (packed(lists__members="Email\nx\n"), "lists/members.csv lies in no folder of activity"),
        (packed(opens__C01="When,Who\n2026-05-01,x\n"), "opens/C01.csv has no column 'Timestamp'"),
        (packed(opens__C01="Timestamp,Email\n"), "has no rows"),
        (packed(), "has no rows"),
        (b"PK\3\4 cut off", "cannot be unpacked"),
    ],
)
def test_an_archive_of_something_else_is_refused(acme, deliver, content, words):
    entry = deliver(NAME)
    acme.write(f"2026-07-06/{NAME}", content)

    with pytest.raises(InputError, match=words):
        acme.take_in(entry)
