import json
from datetime import date

import pytest
from loopback import Answer

from helpers.workspace.errors import InputError

LATER = date(2026, 10, 6)


def queries(made):
    return [json.loads(asked.body)["data"]["search_query_info"] for asked in made.served.asked]


@pytest.mark.parametrize("hidden", [[1], [3, 4, 5], [0, 1, 2, 3, 4, 5]])
def test_a_page_that_rights_leave_short_or_empty_is_not_the_last(source, hidden):
    made = source("fxiaoke")
    made.system.hidden = {made.system.record(number)["_id"] for number in hidden}

    made.pull()

    assert len(made.delivered()) == 7 - len(hidden)


def test_what_a_record_tells_of_the_query_is_no_part_of_it(source):
    made = source("fxiaoke")

    made.pull()

    assert not {"total_num", "searchAfterId"} & set(made.delivered()[0])


def test_an_object_of_the_tenants_own_is_asked_for_at_its_own_place(source, declare):
    made = source("fxiaoke")
    made.system.records["visits__c"] = [made.system.record(1)]
    declare(made.system.toml().replace("AccountObj", "visits__c"))

    pulled = made.pull()

    assert made.served.asked[0].path == "/cgi/crm/custom/v2/data/query"
    assert pulled.records == {"fxiaoke_visits__c": 1}


def test_each_request_has_a_trace_of_its_own(source):
    made = source("fxiaoke")

    made.pull()

    traces = [asked.params["thirdTraceId"] for asked in made.served.asked]
    assert len(set(traces)) == len(traces) > 2


def test_a_later_pull_asks_from_a_minute_before_the_last_change_in_milliseconds(source):
    made = source("fxiaoke")
    made.pull()
    made.served.asked.clear()

    made.pull(LATER)

    last = made.system.records["AccountObj"][-1]["last_modified_time"]
    assert queries(made)[0]["filters"] == [
        {"field_name": "last_modified_time", "field_values": [last - 61_000], "operator": "GTE"}
    ]


def test_a_full_pull_turns_pages_by_their_last_change_and_not_by_offset(source):
    made = source("fxiaoke", records=30)

    made.pull()

    assert {query["offset"] for query in queries(made)} == {0}
    assert len(made.delivered()) == 30


@pytest.mark.parametrize("moment", ["yesterday", [], "1e400", 10**30])
def test_a_moment_that_is_none_is_refused_without_quoting_it(source, moment):
    made = source("fxiaoke", records=1)
    record = made.system.records["AccountObj"][0] | {"last_modified_time": moment}
    page = {"dataList": [record], "total": 1}
    made.served.faults = [Answer(200, {"errorCode": 0, "data": page})]

    with pytest.raises(InputError, match="fxiaoke: a record's last_modified_time is no moment"):
        made.pull()


def test_a_record_without_identity_is_refused(source):
    made = source("fxiaoke")
    answer = {"errorCode": 0, "data": {"dataList": [{"name": "客户"}], "total": 1}}
    made.served.faults = [Answer(200, answer)]

    with pytest.raises(InputError, match="fxiaoke: a record has no '_id'"):
        made.pull()
