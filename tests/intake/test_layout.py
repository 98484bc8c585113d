from helpers.intake import moments
from helpers.intake.layout import YEAR_FIRST, Layout
from helpers.workspace import contracts
from helpers.workspace.entries import _without_doubt


def test_a_layout_needs_no_more_than_its_table_and_columns():
    layout = Layout("contacts", {"contact_id": ("id",)})

    assert not layout.record and not layout.constants and layout.decimal is None


def test_formats_that_begin_with_the_year_never_read_a_day_in_two_ways(texts):
    written = texts("2026-03-04", "2026/03/04 05:06", "2026年03月04日", "2026-03-04T05:06:07.000Z",
                    "03/04/2026", "2026-30-04")  # fmt: skip

    days = moments.read_moments(written, list(YEAR_FIRST), "Asia/Shanghai").day

    assert days.dt.strftime("%m-%d").fillna("").tolist() == ["03-04"] * 4 + ["", ""]
    assert _without_doubt(list(YEAR_FIRST))


def test_the_layouts_of_all_formats_name_columns_of_their_contracts():
    from helpers.intake import formats, order_rows, records

    of_orders = {*order_rows.NAMES}
    for form in formats.known().values():
        layout = getattr(form.read, "keywords", {}).get("layout")
        if layout is not None:
            known = (
                of_orders
                if layout.table == "order_lines"
                else {*records.mappable(layout.table), *contracts.load(layout.table).columns,
                      "is_deleted", "postcode", "email", "phone"}
            )  # fmt: skip
            assert set(layout.columns) - known == set(), form.name
            assert set(layout.words) | set(layout.strip) <= set(layout.columns), form.name
