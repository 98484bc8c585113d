from helpers.workspace import privacy

from .conftest import rejected, told


def test_a_member_is_the_customer_of_the_same_e_mail_else_known_by_number_alone(deliver, take_in):
    tables = take_in(deliver("loyalty-members.csv"))

    members = tables.memberships.sort_values("line")
    assert told(members, "event_day", "tier", "points", "customer_id") == [
        ("2024-05-15", "Gold", 678, privacy.pseudonym("email", "ruoxi@example.org")),
        ("2024-07-30", "Silver", None, privacy.pseudonym("contact of loyalty", "NB0143")),
    ]
    assert rejected(tables) == [(4, "empty_needed_cell", "Member No")]


def test_names_and_phones_go_to_the_private_area(deliver, take_in):
    tables = take_in(deliver("loyalty-members.csv"))

    details = tables.contact_details.sort_values("name")
    assert told(details, "name", "phone") == [
        ("Zebedee Quill", None), ("欧阳若曦", "+8613900000002")
    ]  # fmt: skip
    assert [str(day) for day in details["birth_day"]] == ["None", "1980-02-03"]
