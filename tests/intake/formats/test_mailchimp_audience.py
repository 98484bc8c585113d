from helpers.intake import formats
from helpers.workspace import privacy

from .conftest import FIXTURES, rejected, told

FILES = ("mailchimp-subscribed.csv", "mailchimp-unsubscribed.csv", "mailchimp-cleaned.csv")
CLEANED = FIXTURES / "mailchimp-cleaned.csv"


def test_which_file_a_member_stands_in_says_whether_mail_is_agreed_to(deliver, take_in):
    contacts = take_in(*map(deliver, FILES)).contacts.sort_values(["file", "line"])

    assert told(contacts, "kind", "created_day", "accepts_email", "opted_out_day", "country") == [
        ("subscriber", "2023-10-18", False, None, "CN"),
        ("subscriber", "2023-10-01", True, None, "GB"),
        ("subscriber", "2024-02-03", True, None, "CN"),
        ("subscriber", "2024-02-03", True, None, None),
        ("subscriber", "2023-10-01", False, "2024-04-29", "CN"),
    ]


def test_a_member_is_the_customer_of_the_same_e_mail_and_keeps_leading_zeros(deliver, take_in):
    tables = take_in(deliver(FILES[0]))

    first = tables.contacts.sort_values("line").iloc[0]
    assert first["customer_id"] == privacy.pseudonym("email", "zebedee@example.org")
    assert first["contact_id"] == privacy.pseudonym("contact of mailchimp", "0040000007")
    details = tables.contact_details.set_index("contact_id").loc[first["contact_id"]]
    assert (details["name"], details["email"]) == ("Zebedee Quill", "zebedee@example.org")


def test_what_cannot_be_an_e_mail_is_marked_and_an_impossible_day_rejected(deliver, take_in):
    tables = take_in(deliver(FILES[0]))

    assert tables.contacts.sort_values("line")["email_quality"].tolist() == [
        "good", "good", "malformed"
    ]  # fmt: skip
    assert rejected(tables) == [(5, "impossible_date", "OPTIN_TIME")]


def test_merge_fields_and_tags_are_attributes_and_addresses_of_machines_are_not_kept(
    deliver, take_in
):
    attributes = take_in(deliver(FILES[0])).attributes.sort_values(["name", "line"])

    assert told(attributes, "name", "value") == [
        ("Favourite Sport", "climbing"), ("MEMBER_RATING", "4"), ("MEMBER_RATING", "3"),
        ("MEMBER_RATING", "2"), ("TAGS", '"VIP","Blog"'),
    ]  # fmt: skip


def test_a_member_who_was_cleaned_since_is_a_new_version_though_the_row_is_the_same(
    acme, deliver, take_in
):
    header, row = CLEANED.read_text(encoding="utf-8").splitlines()
    old_make = [",".join(line.split(",")[:21]) for line in (header, row)]
    entries = deliver("mailchimp-subscribed.csv"), deliver("mailchimp-cleaned.csv", "2026-08-06")
    for name in ("2026-07-06/mailchimp-subscribed.csv", "2026-08-06/mailchimp-cleaned.csv"):
        acme.write(name, "\n".join([*old_make, ""]))

    contacts = take_in(*entries).contacts.sort_values("delivery")

    assert told(contacts, "accepts_email") == [(True,), (False,)]
    assert contacts["contact_id"].nunique() == 1


def test_older_files_of_cleaned_members_are_near_misses_after_subscribed_ones():
    header = CLEANED.read_text(encoding="utf-8").split("\n")[0].split(",")[:21]

    found = dict(formats.recognise(header))

    assert found["mailchimp-subscribed"] == 1.0 and 0.5 < found["mailchimp-cleaned"] < 1.0
