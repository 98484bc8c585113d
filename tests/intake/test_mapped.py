import pytest

from helpers.workspace import InputError

HEADER = "order,day,pieces,price,who,sku\n"
DAY = "2026-07-06"
GOOD = "A1,2026-05-01,2,10.50,c1,T1\n"


def rejected(tables):
    found = tables.rejected[["line", "rule", "column"]].astype(object)
    return list(found.where(found.notna(), None).itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('who"', 'who", colour = "x"', "maps 'colour', which order_lines does not have: it has"),
        (
            'order_id = "order", ',
            "",
            "maps no column to 'order_id' of order_lines for data/raw/acme",
        ),
        ('"sku"', '"skew"', "has no column 'skew'"),
        ('date_format = { day = "%Y-%m-%d" }', "", "no date format is declared for column 'day'"),
        ("date_format = { day", "date_format = { dya", "date_format in source.toml names 'dya'"),
    ],
)
def test_a_wrong_mapping_is_refused_by_name(acme, old, new, told):
    declared = acme.mapped(DAY, HEADER + GOOD)
    assert old in declared

    with pytest.raises(InputError, match=told):
        acme.take_in(declared.replace(old, new))


def test_mapped_contacts_join_mapped_orders_by_the_customers_number(acme):
    acme.write("people.csv", "id,full,mail,tel,ok\nc1,王小明,w@b.cn,13800138000,是\n,x,,,\n")
    people = """
[[files]]
path = "people.csv"
format = "csv"
table = "contacts"
encoding = "utf-8"
received = 2026-07-06
columns = { contact_id = "id", name = "full", email = "mail", phone = "tel", accepts_email = "ok" }
"""

    tables = acme.take_in(acme.mapped(DAY, HEADER + GOOD), people)

    assert tables.contacts["customer_id"].tolist() == tables.orders["customer_id"].tolist()
    assert tables.contacts["accepts_email"].tolist() == [True]
    assert tables.contact_details[["name", "phone"]].to_numpy().tolist() == [
        ["王小明", "+8613800138000"]
    ]  # fmt: skip
    assert rejected(tables) == [(3, "empty_needed_cell", "id")]


REVIEWS = """
[[files]]
path = "{path}"
format = "csv"
table = "feedback"
encoding = "utf-8"
received = {received}
data_through = {received}
columns = {{ feedback_id = "#row", occurred_at = "#data_through", text = "words" }}
fixed = {{ kind = "review" }}
"""


def test_rows_without_a_number_or_a_day_are_told_apart_by_their_text(acme):
    acme.write("1.csv", "words,stars\ngood,5\ngood,5\nbad,1\n")
    acme.write("2.csv", "words,stars\ngood,5\ngood,5\nbad,1\nnew,3\n")
    declared = [REVIEWS.format(path=f"{n}.csv", received=day)
                for n, day in ((1, "2026-07-06"), (2, "2026-09-30"))]  # fmt: skip

    tables = acme.take_in(*declared)

    told = tables.feedback.sort_values("text")[["text", "event_day"]].astype("str")
    assert told.to_numpy().tolist() == [
        ["bad", "2026-07-06"], ["good", "2026-07-06"], ["good", "2026-07-06"], ["new", "2026-09-30"]
    ]  # fmt: skip
    assert tables.intake_ledger["repeated"].tolist() == [0, 3]


SPREAD = """
[[files]]
path = "spend.csv"
format = "csv"
table = "ad_spend"
encoding = "utf-8"
decimal = "."
round_amounts = true
received = 2026-07-06
columns = { event_day = "week" }
date_format = { week = "%Y-%m-%d" }

[files.spread]
into = "channel"
value = "spend"
columns = { television = "tv", search = "search" }
"""


def test_columns_of_one_kind_become_rows(acme):
    acme.write("spend.csv", "week,tv,search,sales\n2026-01-05,1.00005,20,7\n2026-01-12,0,3,8\n")

    tables = acme.take_in(SPREAD)

    told = tables.ad_spend[["event_day", "channel", "spend"]].astype("str").to_numpy().tolist()
    assert told == [
        ["2026-01-05", "search", "20.0000"], ["2026-01-05", "television", "1.0001"],
        ["2026-01-12", "search", "3.0000"], ["2026-01-12", "television", "0.0000"],
    ]  # fmt: skip
    assert tables.attributes[["name", "value"]].to_numpy().tolist() == [
        ["sales", "7"], ["sales", "8"]
    ]  # fmt: skip
    assert tables.intake_ledger[["rows_in", "accepted"]].to_numpy().tolist() == [[2, 2]]


def test_a_row_with_one_broken_cell_among_several_of_a_kind_is_rejected_whole(acme):
    acme.write("spend.csv", "week,tv,search\n2026-01-05,1,x\n2026-01-12,0,3\n")

    tables = acme.take_in(SPREAD)

    assert rejected(tables) == [(2, "impossible_amount", "search")]
    assert tables.ad_spend["event_day"].astype("str").unique().tolist() == ["2026-01-12"]
    assert tables.intake_ledger[["rows_in", "accepted"]].to_numpy().tolist() == [[2, 1]]
