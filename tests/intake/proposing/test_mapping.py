import pytest

from helpers.intake.proposing import known
from helpers.intake.proposing.dates import dates_of
from helpers.intake.proposing.looks import looks_of
from helpers.intake.proposing.mapping import (
    best_mapping,
    fixed_claims,
    mapping_by_number,
    mapping_claims,
    nearest_table,
)


@pytest.fixture
def looks(column):
    def make(**columns):
        told = {name: column(*cells, name=name) for name, cells in columns.items()}
        return {name: looks_of(cells, dates_of(cells)) for name, cells in told.items()}

    return make


ORDERS = {
    "Invoice": ("489434", "489434", "C489435"),
    "StockCode": ("85048", "79323P", "85048"),
    "Quantity": ("12", "1", "-1"),
    "InvoiceDate": ("2009-12-01", "2009-12-01", "2009-12-02"),
    "Price": ("6.95", "6.75", "6.95"),
    "Customer ID": ("13085", "", "13085"),
}
PLANS = {
    "customerID": ("7590-A", "5575-G", "3668-Q"), "gender": ("Female", "Male", "Male"),
    "tenure": ("1", "34", "2"), "Contract": ("Month-to-month", "One year", "Month-to-month"),
    "MonthlyCharges": ("29.85", "56.95", "53.85"), "Churn": ("No", "No", "Yes"),
}
CHINESE = {
    "订单编号": ("A1", "A2"), "下单时间": ("2026-01-05", "2026-01-06"), "数量": ("1", "2"),
    "单价": ("9.90", "8.00"), "商品名称": ("帐篷", "睡袋"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        (ORDERS, {"order_id": "Invoice", "ordered_at": "InvoiceDate", "quantity": "Quantity",
                  "unit_price": "Price", "product_id": "StockCode", "customer_id": "Customer ID"}),
        (CHINESE, {"order_id": "订单编号", "ordered_at": "下单时间", "quantity": "数量",
                   "unit_price": "单价", "product_name": "商品名称"}),
    ],
)  # fmt: skip
def test_order_lines_are_mapped_by_headers_in_two_languages(looks, cells, columns):
    mapping = best_mapping(looks(**cells), known.tables())

    assert mapping.table == "order_lines"
    assert {name: match.header for name, match in mapping.matches.items()} == columns


def test_a_list_of_contracts_without_days_is_subscriptions(looks):
    mapping = best_mapping(looks(**PLANS), known.tables())

    assert mapping.table == "subscriptions"
    assert {name: match.header for name, match in mapping.matches.items()} == {
        "subscription_id": "customerID", "has_ended": "Churn", "tenure_months": "tenure",
        "plan": "Contract", "monthly_amount": "MonthlyCharges",
    }  # fmt: skip


def test_people_are_contacts_and_their_birthdays_no_event(looks):
    told = looks(
        rec_id=("r1", "r2"), given_name=("mia", "tom"), surname=("green", "webb"),
        date_of_birth=("19560409", "19080419"), suburb=("marsden", "utakarra"),
    )  # fmt: skip

    mapping = best_mapping(told, known.tables())

    assert mapping.table == "contacts"
    assert {name: match.header for name, match in mapping.matches.items()} == {
        "contact_id": "rec_id", "given_name": "given_name", "family_name": "surname",
        "city": "suburb",
    }  # fmt: skip


def test_a_column_whose_cells_contradict_its_header_is_not_taken(looks):
    cells = ORDERS | {"Price": ("cheap", "dear", "dear")}

    assert best_mapping(looks(**cells), known.tables()) is None


def test_a_number_that_stands_twice_is_no_contacts_own(looks):
    told = looks(id=("1", "1", "1", "2"), name=("a", "a", "a", "b"))

    assert best_mapping(told, known.tables()) is None


def test_an_email_under_a_strange_header_is_a_remark_and_no_value(looks):
    told = looks(customer_id=("1", "2"), name=("Ann", "Bo"), xyz=("a@b.org", "c@d.org"))

    mapping = best_mapping(told, known.tables())
    claims = {c.entry: c for c in mapping_claims(mapping, ("contact_id",))}

    assert claims["columns.email"].suggestion == "xyz"
    assert (claims["columns.email"].value, claims["columns.email"].is_open) == (None, False)
    assert "by its contents alone" in claims["columns.email"].evidence


def test_a_needed_column_that_is_not_sure_is_asked(looks):
    cells = ORDERS | {"Price": ("", "", ""), "Price level": ("6.95", "low", "6.95")}

    mapping = best_mapping(looks(**cells), known.tables())
    asked = [c for c in mapping_claims(mapping, known.tables()["order_lines"][0]) if c.is_open]

    assert [claim.question for claim in asked] == ["is 'Price level' the unit price?"]


def test_a_word_that_holds_for_every_row_is_asked(looks):
    told = looks(review_id=("R1", "R2"), created_at=("2026-01-05", "2026-01-06"),
                 rating=("5", "4"), body=("good", "bad"))  # fmt: skip

    mapping = best_mapping(told, known.tables())

    assert mapping.table == "feedback"
    assert [claim.question for claim in fixed_claims(mapping)] == [
        "which holds for every row: review, post?"
    ]


def test_a_number_alone_makes_no_table(looks):
    assert best_mapping(looks(ID=("1", "2"), T=("38.86", "38.71")), known.tables()) is None


def test_customers_known_by_a_number_alone_are_told_apart(looks):
    told = looks(customerID=("7590-VHVEG", "5575-GNVDE"), tenure=("1", "34"))

    assert best_mapping(told, known.tables()) is None
    assert mapping_by_number(told, known.tables()).matches["contact_id"].header == "customerID"


def test_the_table_that_lacks_a_column_is_named(looks):
    told = looks(sku=("A", "B"), pieces=("5", "4"))

    assert nearest_table(told, known.tables()).table == "stock"
    assert nearest_table(told, known.tables()).missing == ("event_day",)


def test_a_file_without_numbers_or_known_words_fits_nothing(looks):
    told = looks(alpha=("x", "y"))

    assert best_mapping(told, known.tables()) is None
    assert mapping_by_number(told, known.tables()) is None
    assert nearest_table(told, known.tables()) is None
