import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from helpers.demo import company, mail_export

FOLDERS = [delivery.folder for delivery in company.DELIVERIES]


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def audiences(demo):
    return {
        (folder, status): read(demo.raw / folder / f"mailchimp/{status}_members_export.csv")
        for folder in FOLDERS
        for status in ("subscribed", "unsubscribed", "cleaned")
    }


def test_the_header_is_the_one_that_the_tool_exports(audiences):
    assert list(audiences[FOLDERS[0], "subscribed"][0]) == mail_export.HEADER
    gone = list(audiences[FOLDERS[0], "unsubscribed"][0])
    assert gone == mail_export.HEADER + mail_export.UNSUBSCRIBED


def test_nobody_is_in_two_parts_of_the_audience(audiences):
    for folder in FOLDERS:
        parts = [{row["Email Address"] for row in audiences[folder, status]}
                 for status in ("subscribed", "unsubscribed", "cleaned")]  # fmt: skip

        assert not parts[0] & parts[1] and not parts[0] & parts[2] and not parts[1] & parts[2]
        assert all(parts)


def test_the_subscribed_are_those_whose_consent_stands(audiences, demo):
    people = demo.customers.set_index("email")
    column = f"email_opt_in {company.LAST_DAY.isoformat()}"

    agreed = people.loc[[row["Email Address"] for row in audiences[FOLDERS[1], "subscribed"]]]
    refused = people.loc[[row["Email Address"] for row in audiences[FOLDERS[1], "unsubscribed"]]]

    assert agreed[column].all() and not refused[column].any()


def test_who_unsubscribed_did_so_by_the_end_of_the_data(audiences):
    for folder, delivery in zip(FOLDERS, company.DELIVERIES, strict=True):
        for row in audiences[folder, "unsubscribed"]:
            assert row["UNSUB_TIME"][:10] <= delivery.data_through.isoformat()
            assert row["UNSUB_TIME"] >= row["OPTIN_TIME"][:10]


def test_tags_are_a_quoted_list_within_one_cell(audiences):
    tags = {row["TAGS"] for row in audiences[FOLDERS[1], "subscribed"]}

    assert tags == {'"Customer"', '"Club","Customer"'}


def test_activity_is_told_once_by_the_delivery_of_its_days(demo):
    names = []
    for folder in FOLDERS:
        with zipfile.ZipFile(demo.raw / folder / "mailchimp/granular_activity.zip") as archive:
            names += archive.namelist()
            first = csv.DictReader(io.StringIO(archive.read(archive.namelist()[0]).decode()))
            assert {"Timestamp", "Email"} <= set(first.fieldnames)

    assert len(names) == len(set(names))
    assert {Path(name).parts[1] for name in names} == {"opens", "clicks"}


def test_a_version_without_mail_delivers_none(root):
    from helpers.demo import write_demo
    from helpers.workspace import paths

    write_demo(customers=60, seed=3, variant="shifted")

    assert not list(paths.raw("demo").glob("*/mailchimp"))
    planted = json.loads((paths.truth("demo") / "planted.json").read_text(encoding="utf-8"))
    assert planted["variant"]["name"] == "shifted"
    [spend] = paths.raw("demo").glob("2026-10-05/ad_spend_daily.csv")
    assert planted["variant"]["unseen_channel"] not in spend.read_text(encoding="utf-8")
