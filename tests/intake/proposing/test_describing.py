import io
import zipfile
from datetime import date

from helpers.intake.formats import shopify_orders
from helpers.intake.proposing.inspection import inspect

LINES = "Order;Order date;Quantity;Price\nA1;13/02/2026;2;1.234,50\nA2;01/02/2026;1;5,00\n"


def looked(tmp_path, content, name="x.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return inspect(path, name)


def values(found):
    return {claim.entry: claim.value for claim in found.claims}


def test_a_file_of_any_make_is_mapped_with_everything_that_its_reader_needs(tmp_path):
    found = looked(tmp_path, LINES)

    assert values(found) == {
        "format": "csv", "encoding": "utf-8", "delimiter": ";", "table": "order_lines",
        "decimal": ",", "columns.order_id": "Order", "columns.ordered_at": "Order date",
        "columns.quantity": "Quantity", "columns.unit_price": "Price", "exact_repeats": "keep",
        "date_format.Order date": "%d/%m/%Y",
    }  # fmt: skip
    assert (found.newest.day, found.newest.line) == (date(2026, 2, 13), 2)


def test_a_named_format_is_recognised_whatever_the_files_name(tmp_path, acme):
    rows = acme.order("#1001", lines=2) + acme.order("#1002")
    header = ",".join(shopify_orders.ORDER_COLUMNS)
    cells = [",".join(row.get(name, "") for name in shopify_orders.ORDER_COLUMNS) for row in rows]

    found = looked(tmp_path, "\n".join([header, *cells]), "misc.txt")

    told = values(found)
    assert found.claims[0].evidence.startswith("all its tell-tale columns are there")
    assert (told["format"], told["decimal"]) == ("shopify-orders", ".")
    assert told["date_format.Created at"] == "%Y-%m-%d %H:%M:%S %z"
    assert "table" not in told


def test_a_known_export_without_rows_is_asked_for(tmp_path):
    found = looked(tmp_path, "sku,valid_from,unit_cost_cny\n")

    assert values(found)["format"] == "product-costs"
    assert [claim.entry for claim in found.claims if claim.is_open] == ["may_be_empty"]


def test_an_archive_of_activity_is_recognised_with_the_newest_day_of_all_its_tables(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("clicks/a.csv", "Timestamp,Email,URL\n2026-05-01 10:00:00,a@b.org,x\n")
        archive.writestr("opens/a.csv", "Timestamp,Email\n2026-06-01 10:00:00,a@b.org\n")

    found = looked(tmp_path, out.getvalue(), "activity.zip")

    assert values(found)["format"] == "mailchimp-activity"
    assert (found.newest.day, found.newest.line) == (date(2026, 6, 1), 5)


def test_dates_that_a_format_always_has_are_not_declared(tmp_path):
    header = "_id,name,account_id,sales_stage,close_date\n"

    usual, other = (
        values(looked(tmp_path, header + f"1,Tent,66f0,won,{day}\n"))
        for day in ("2026-11-15", "15.11.2026")
    )

    assert (usual["format"], other["format"]) == ("fxiaoke-opportunities",) * 2
    assert "date_format.close_date" not in usual
    assert other["date_format.close_date"] == "%d.%m.%Y"


def test_figures_that_a_format_has_no_column_for_tell_the_decimal_sign_too(tmp_path):
    header = "year;province_code;population_million;source\n"

    found = looked(tmp_path, header + "2024;SH;25,50;Yearbook\n2024;BJ;22,00;Yearbook\n")

    assert (values(found)["format"], values(found)["decimal"]) == ("regions", ",")


def test_customers_of_whom_only_a_number_is_known_are_asked_for(tmp_path):
    found = looked(tmp_path, "customerID,tenure\n7590-VHVEG,1\n5575-GNVDE,34\n")

    table = next(claim for claim in found.claims if claim.entry == "table")
    assert table.is_open and table.suggestion == "contacts"
    assert table.question.startswith("does each row tell of one customer?")


def test_the_decimal_sign_of_figures_is_proposed_whatever_their_columns_are_called(tmp_path):
    found = looked(tmp_path, "year;region;source;any figure\n2024;SH;Yearbook;12,50\n")

    assert (values(found)["format"], values(found)["decimal"]) == ("regions", ",")
