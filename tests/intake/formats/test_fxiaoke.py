import json

import pytest

from helpers.workspace import InputError, privacy

CLIENT = "66f1c0a2e4b0000017000051"
COMPANY = "66f1c0a2e4b0000027000051"


def fxiaoke(thing, number):
    return privacy.pseudonym(f"{thing} of fxiaoke", number)


def test_the_client_sheet_and_the_object_tell_of_the_same_client(deliver, take_in):
    tables = take_in(deliver("fxiaoke-clients.xlsx"),
                     deliver("fxiaoke-clients.jsonl", "2026-10-05"))  # fmt: skip

    versions = tables.contacts[tables.contacts["contact_id"].eq(fxiaoke("contact", CLIENT))]
    assert len(versions) == 2 and set(versions["kind"]) == {"client"}
    assert set(versions["customer_id"]) == {privacy.pseudonym("email", "ruoxi@example.org")}
    assert set(versions["account_id"]) == {fxiaoke("account", CLIENT)}
    assert [str(day) for day in versions["created_day"]] == ["2026-05-01"] * 2


def test_a_sheets_days_are_read_however_its_cells_hold_them(deliver, take_in):
    tables = take_in(deliver("fxiaoke-clients.xlsx"))

    contacts = tables.contacts.set_index("line")
    assert [str(day) for day in contacts["created_day"].sort_index()] == [
        "2026-05-01", "2026-05-02", "2026-05-03"
    ]  # fmt: skip
    kept = tables.attributes.set_index(["line", "name"])["value"]
    assert kept[2, "会员偏好（自定义）"] == "登山" and kept[2, "成交状态"] == "已成交"
    assert tables.rejected[["line", "rule", "column"]].to_numpy().tolist() == [
        [5, "empty_needed_cell", "客户ID"]
    ]


def test_accounts_of_a_sheet_and_of_an_answer_have_bought_or_not(deliver, take_in):
    sheet = deliver("fxiaoke-accounts.xlsx")
    answer = take_in(sheet, deliver("fxiaoke-accounts.json", "2026-10-05"))

    told = answer.accounts.set_index("line")
    assert told["status"].to_dict() == {2: "bought", 1: "bought", 3: "not bought"}
    assert told.loc[1, "account_id"] == told.loc[2, "account_id"] == fxiaoke("account", COMPANY)
    assert str(told.loc[3, "created_day"]) == "2026-05-01"  # midnight in Shanghai, not in UTC
    kept = answer.attributes.set_index(["line", "name"])["value"]
    assert kept[1, "field_Ab1__c"] == "团购"
    assert "deleted_at_its_source" in set(answer.rejected["rule"])


def test_contacts_of_a_company_belong_to_its_account(deliver, take_in):
    sheet = deliver("fxiaoke-contacts.xlsx")
    tables = take_in(sheet, deliver("fxiaoke-contacts.jsonl", "2026-10-05"))

    assert len(tables.contacts) == 3
    assert set(tables.contacts["account_id"]) == {fxiaoke("account", COMPANY)}
    assert tables.rejected[["line", "rule"]].to_numpy().tolist() == [[3, "not_an_object"]]


def test_a_sales_order_is_an_order_of_one_line(deliver, take_in):
    tables = take_in(deliver("fxiaoke-orders.jsonl"))

    lines = tables.order_lines.set_index("order_id")
    assert lines["amount"].astype(float).to_dict() == {
        "20260501-000001": 12400.0, "20260504-000004": 250.5, "20260506-000006": 10.0
    }  # fmt: skip
    assert set(lines["quantity"]) == {1} and lines["product_id"].isna().all()
    assert set(lines["customer_id"]) == {fxiaoke("contact", COMPANY)}
    assert [str(day) for day in lines["event_day"]] == ["2026-05-01", "2026-05-04", "2026-05-06"]
    back = tables.reversals.set_index("order_id")
    assert back["rule"].to_dict() == {"20260504-000004": "refund", "20260506-000006": "order_void"}
    assert back["amount"].astype(float).to_list() == [50.5, 10.0]


def test_a_sheets_orders_are_the_objects_orders(deliver, take_in):
    tables = take_in(deliver("fxiaoke-orders.xlsx"),
                     deliver("fxiaoke-orders.jsonl", "2026-10-05"))  # fmt: skip

    versions = tables.orders[tables.orders["order_id"].eq("20260501-000001")]
    assert len(versions) == 2 and versions["total"].astype(float).unique().tolist() == [12400.0]
    assert tables.rejected["column"].iloc[0] == "销售订单金额（元）"


def test_opportunities_are_won_lost_or_open(deliver, take_in):
    told = take_in(deliver("fxiaoke-opportunities.xlsx"),
                   deliver("fxiaoke-opportunities.jsonl", "2026-10-05")).deals  # fmt: skip

    sheet, objects = (rows.set_index("line").sort_index() for _, rows in told.groupby("delivery"))
    assert sheet["is_won"].astype(object).to_dict() == {2: True, 3: None, 4: False}
    assert sheet["probability"].to_dict() == {2: 1.0, 3: 0.6, 4: 0.0}
    assert objects["is_won"].astype(object).to_dict() == {1: True, 2: None}
    assert objects["amount"].astype(float).to_dict() == {1: 12400.0, 2: 100.5}


def test_an_answer_that_is_an_error_is_refused_without_its_words(deliver, take_in, acme):
    told = deliver("fxiaoke-accounts.json")
    words = "user zebedee@example.org may not"
    acme.write("2026-07-06/fxiaoke-accounts.json",
               json.dumps({"errorCode": 20016, "errorMessage": words}))  # fmt: skip

    with pytest.raises(InputError, match="answered with error 20016") as refused:
        take_in(told)

    assert "zebedee" not in str(refused.value)
