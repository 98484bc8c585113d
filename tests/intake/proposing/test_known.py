import pytest

from helpers.intake import formats
from helpers.intake.formats import shopify_orders
from helpers.intake.proposing import known

MEMBER = next(iter(known.format_named("mailchimp-subscribed").tell_tale))
ZOHO = ["Record Id", "Contact Owner", "First Name", "Last Name", "Email", "Mailing Street",
        "Mailing City", "Mailing State", "Mailing Zip"]  # fmt: skip


def test_a_header_is_recognised_as_a_named_format():
    found = known.recognise([*shopify_orders.ORDER_COLUMNS, "Vendor"], "misc.csv")

    assert (found.name, found.score, found.rivals) == ("shopify-orders", 1.0, ())
    assert known.format_named("shopify-orders").records == "orders"


def tie(monkeypatch, *names):
    """Let a header fit several formats equally well."""
    monkeypatch.setattr(formats, "recognise", lambda header: [(name, 1.0) for name in names])


def test_of_two_formats_that_fit_the_one_that_knows_more_columns_is_meant(monkeypatch):
    tie(monkeypatch, "hubspot-contacts", "zoho-contacts")

    found = known.recognise(ZOHO[1:], "export.csv")

    assert (found.name, found.rivals) == ("zoho-contacts", ())


def test_formats_that_nothing_tells_apart_are_rivals(monkeypatch):
    tie(monkeypatch, "hubspot-contacts", "zoho-contacts")

    found = known.recognise(["Email"], "export.csv")

    assert (found.name, found.rivals) == ("hubspot-contacts", ("zoho-contacts",))
    assert known.recognise(["Email"], "zoho contacts.csv").rivals == ()


def test_the_path_tells_apart_what_columns_do_not():
    found = known.recognise(list(MEMBER), "mailchimp/cleaned_members_export.csv")

    assert found.name == "mailchimp-cleaned"
    assert found.evidence == "its path says so; by its columns alone it is mailchimp-subscribed"
    assert known.recognise(list(MEMBER), "members.csv").name == "mailchimp-subscribed"


def test_a_header_far_from_every_format_is_none():
    assert known.recognise(["alpha", "beta"], "mailchimp.csv") is None


def test_every_table_that_a_file_can_be_mapped_to_says_what_only_it_has():
    from helpers.intake.proposing.headers import synonyms

    for table, (needed, names) in known.tables().items():
        assert set(needed) <= set(names)
        assert set(synonyms()["tells"][table]) <= set(names), table


@pytest.mark.parametrize(
    ("table", "column", "kind"),
    [("order_lines", "ordered_at", "time"), ("order_lines", "unit_price", "money"),
     ("contacts", "accepts_email", "flag"), ("contacts", "email", "text")],
)  # fmt: skip
def test_columns_have_the_types_of_their_contract(table, column, kind):
    assert known.type_of(table, column) == kind


def test_tell_tale_columns_are_known_headers():
    assert known.is_known_header("Lineitem price")
    assert not known.is_known_header("Anna Smith")
