import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.single_view.households import (
    MOST_PEOPLE,
    accounts_of,
    crowded_homes,
    declared_households,
    family_name,
    household_sizes,
    households,
    unit_count,
)
from helpers.workspace import contracts, engine, privacy

NO_ACCOUNTS = pd.Series(dtype="str")
NOBODY = contracts.empty("households")


def people(*rows):
    """Golden records: person, name, address, city."""
    columns = ["person_id", "name", "address", "city"]
    return pd.DataFrame(rows, columns=columns).astype("str")


FAMILIES = people(
    ("p1", "Ana Diaz", "12 High St., LS1", "Leeds"),
    ("p2", "José DÍAZ", "12, high st LS1", "leeds"),
    ("p3", "Ana Diaz", "12 High St, LS1", "York"),
    ("p4", "Tom Hill", "12 High St, LS1", "Leeds"),
    ("p5", "王小明", "南京路12号", "上海"),
    ("p6", "王芳", "南京路１２号", "上海"),
    ("p7", "Ana", None, None),
)


def made(details=FAMILIES, accounts=NO_ACCOUNTS, previous=NOBODY, **options):
    return households(details, accounts, previous=previous, **options).set_index("person_id")


def test_who_shares_place_address_and_family_name_lives_together():
    home = made()["household_id"]

    # Another city is another house, another name another family; 12 in full width is 12.
    assert home["p1"] == home["p2"] and home["p5"] == home["p6"]
    assert home.nunique() == 5
    assert home["p7"] == privacy.pseudonym("household", "p7")


def test_the_reason_is_told():
    why = made()["why"]

    assert set(why[["p1", "p2", "p5", "p6"]]) == {"address_and_name"}
    assert set(why[["p3", "p4", "p7"]]) == {"alone"}


def test_an_address_without_a_number_and_a_name_of_one_word_join_nobody():
    vague = people(
        ("a", "Ana Diaz", "High Street", "Leeds"), ("b", "Jo Diaz", "High Street", "Leeds"),
        ("c", "Diaz", "1 Low St", "Leeds"), ("d", "Diaz", "1 Low St", "Leeds"),
    )  # fmt: skip

    assert made(vague)["household_id"].nunique() == 4


def test_an_address_that_too_many_share_is_no_home_and_is_told():
    crowd = people(*((f"p{n:02}", "Li Wang", "1 Campus", "Ulm") for n in range(MOST_PEOPLE + 1)))

    assert set(made(crowd)["why"]) == {"alone"}
    assert crowded_homes(crowd) == {"people": 13, "addresses": 1, "most": MOST_PEOPLE}
    assert made(crowd.iloc[1:])["household_id"].nunique() == 1


def test_what_is_declared_goes_before_and_takes_in_who_shares_the_home_of_one_alone():
    declared = pd.Series({"p1": "h", "p4": "h"})

    found = made(declared=declared)

    assert found.loc[["p1", "p2", "p4"], "household_id"].nunique() == 1
    assert set(found.loc[["p1", "p2", "p4"], "why"]) == {"declared"}


def test_ids_are_kept_from_period_to_period():
    before = made().reset_index()
    moved = FAMILIES[FAMILIES["person_id"].ne("p1")]
    moved = pd.concat([moved, people(("p0", "Bo Diaz", "12 High St LS1", "Leeds"))])

    now = made(moved, previous=before)["household_id"]

    assert now["p2"] == now["p0"] == before.set_index("person_id")["household_id"]["p1"]


CONTACTS = pd.DataFrame({
    "contact_id": ["k1", "k2", "k3", "k4"], "account_id": ["a1", "a2", "a2", None],
    "event_day": pd.to_datetime(["2026-09-30", "2026-06-30", "2026-06-30", "2026-09-30"]),
})  # fmt: skip


def test_the_account_of_most_records_counts_then_the_newest_then_by_id():
    everybody = pd.DataFrame({"contact_id": ["k1", "k2", "k3", "k4"], "person_id": "p"})
    apart = everybody.assign(person_id=["p", "p", "q", "r"])

    assert accounts_of(CONTACTS, everybody).to_dict() == {"p": "a2"}
    assert accounts_of(CONTACTS, apart).to_dict() == {"p": "a1", "q": "a2"}
    tie = CONTACTS.assign(event_day=pd.Timestamp("2026-06-30"))
    assert accounts_of(tie, apart)["p"] == "a1"


def test_an_account_that_its_source_calls_a_household_is_one():
    accounts = pd.DataFrame({"account_id": ["a1", "a2"], "account_type": ["Household ", None]})

    found = declared_households(accounts, pd.Series({"p": "a1", "q": "a2"}))

    assert found.to_dict() == {"p": "a1"}


@pytest.mark.parametrize(("unit", "customers"), [("person", 7), ("household", 5), ("account", 6)])
def test_the_customer_is_the_person_the_household_or_the_account(unit, customers):
    table = made(accounts=pd.Series({"p1": "a1", "p3": "a1"}), unit=unit).reset_index()

    counted = unit_count(table)

    assert counted == {"people": 7, "households": 5, "accounts": 1, "customers": customers}
    contracts.validate(engine.in_memory(table), contracts.load("households"))


def test_a_person_in_two_rows_is_refused():
    with pytest.raises(ValueError, match="a person_id stands in two rows"):
        made(pd.concat([FAMILIES, FAMILIES]))


def test_nobody_and_one_alone_are_no_trouble():
    assert made(FAMILIES.iloc[:0]).empty
    assert made(FAMILIES.iloc[:1])["why"].tolist() == ["alone"]


def test_people_are_counted_by_the_size_of_their_household():
    sizes = household_sizes(made().reset_index())

    assert sizes.to_numpy().tolist() == [[1, 3], [2, 4]]


def test_family_names_of_chinese_stand_first():
    assert family_name("欧阳") == "欧" and family_name("诸葛亮") == "诸葛"
    assert family_name("Madonna") is None


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.sampled_from(["Al Hill", "Bo Hill", "Cy Lee", "Di", None]),
                  st.sampled_from(["1 A St", "2 B St", "C St", None]),
                  st.sampled_from(["Ulm", None])), max_size=8,
    ),
    seed=st.integers(0, 99),
)  # fmt: skip
def test_everybody_has_one_household_and_the_order_of_rows_never_matters(rows, seed):
    details = people(*((f"p{n}", *row) for n, row in enumerate(rows)))

    table = made(details)

    assert sorted(table.index) == sorted(details["person_id"])
    assert household_sizes(table.reset_index())["people"].sum() == len(rows)
    pd.testing.assert_frame_equal(made(details.sample(frac=1, random_state=seed)), table)
