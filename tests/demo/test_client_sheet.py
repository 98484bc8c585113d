import openpyxl
import pytest

from helpers.demo import client_sheet, company


@pytest.fixture(scope="module")
def rows(demo):
    path = demo.raw / company.DELIVERIES[1].folder / "fxiaoke_clients.xlsx"
    return list(openpyxl.load_workbook(path)[client_sheet.SHEET].iter_rows(values_only=True))


def test_the_sheet_has_the_labels_of_a_chinese_tenant(rows):
    assert rows[0] == client_sheet.HEADER
    assert rows[0][:3] == ("客户ID", "客户名称", "客户类型")


def test_there_is_one_row_per_client_and_every_cell_is_text(rows, traces):
    assert len(rows) - 1 == len(traces.clients.customer)
    assert all(cell is None or isinstance(cell, str) for row in rows[1:] for cell in row)
    assert [row[0] for row in rows[1:]] == traces.clients.client_id.to_pylist()


def test_only_those_who_shop_in_chinese_are_clients(traces, history):
    assert history.customers.chinese[traces.clients.customer].all()


def test_the_same_clients_give_the_same_bytes(history, traces, tmp_path):
    paths = [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]

    for path in paths:
        client_sheet.write_clients(history, traces.clients, company.DELIVERIES[1], path)

    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert openpyxl.load_workbook(paths[0]).properties.modified.year == 2026
