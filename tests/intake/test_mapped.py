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
