from helpers.workspace import privacy

from .conftest import PARTS, rejected, told


def test_a_members_status_says_whether_mail_is_agreed_to_refused_or_neither(deliver, take_in):
    tables = take_in(deliver("mailchimp-members.jsonl"))

    assert told(tables.contacts.sort_values("line"), "line", "kind", "accepts_email",
                "opted_out_day", "created_day", "country", "province", "source",
                "email_quality") == [
        (1, "subscriber", True, None, "2023-10-01", "GB", "LND", "Hosted Signup Form", "good"),
        (2, "subscriber", False, "2026-05-04", "2024-02-03", "CN", None, None, "good"),
        (3, "subscriber", False, None, "2024-02-03", None, None, None, "good"),
        (4, "subscriber", None, None, None, None, None, None, "malformed"),
    ]  # fmt: skip
    assert rejected(tables) == [(5, "impossible_date", "timestamp_opt"), (6, "not_json", None)]
    assert tables.intake_ledger[PARTS].iloc[0].tolist() == [4, 0, 0, 2]


def test_a_member_of_the_api_is_the_exports_member(deliver, take_in):
    tables = take_in(deliver("mailchimp-subscribed.csv"),
                     deliver("mailchimp-members.jsonl", "2026-10-05"))  # fmt: skip

    number = privacy.pseudonym("contact of mailchimp", "40000013")
    versions = tables.contacts[tables.contacts["contact_id"].eq(number)].sort_values("delivery")
    assert set(versions["customer_id"]) == {privacy.pseudonym("email", "ruoxi@example.org")}
    assert versions["accepts_email"].tolist() == [True, False]
    details = tables.contact_details.sort_values("delivery").set_index("contact_id").loc[number]
    assert details["name"].tolist() == ["欧阳若曦"] * 2
    assert details["phone"].fillna("").tolist() == ["", "+8613900000002"]


def test_tags_have_their_names_and_further_merge_fields_are_kept(deliver, take_in):
    tables = take_in(deliver("mailchimp-members.jsonl"))

    kept = tables.attributes.set_index(["line", "name"])["value"]
    assert kept[1, "tags"] == '["VIP", "Blog, weekly"]' and (2, "tags") not in kept
    assert kept[1, "merge_fields.SPORT"] == "climbing" and kept[1, "stats.avg_open_rate"] == "0.25"
    assert kept[4, "status"] == "pending"
    assert not {"ip_opt", "_links", "location.latitude"} & set(tables.attributes["name"])
