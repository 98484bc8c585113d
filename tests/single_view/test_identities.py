import pandas as pd
import pytest

from helpers.single_view.identities import identities, of_customers, reasons
from helpers.single_view.judgements import Judged
from helpers.single_view.linkage import Linkage
from helpers.workspace import contracts

# a, b and c are one person: a and b by a rule, c by its weight; d stands alone, e and f are
# one by decision; what joins a and d is too little.
PEOPLE = pd.Series({"a": "a", "b": "a", "c": "a", "d": "d", "e": "e", "f": "e"})
PAIRS = pd.DataFrame({
    "record_l": ["a", "b", "a", "e"], "record_r": ["c", "c", "d", "f"],
    "probability": [0.7, 0.9, 0.3, 0.1],
})  # fmt: skip
LINKS = pd.DataFrame({"record_l": ["a"], "record_r": ["b"], "why": ["email"]})
DECIDED = Judged(
    pd.DataFrame({"record_l": ["e"], "record_r": ["f"]}),
    pd.DataFrame({"record_l": [], "record_r": []}, dtype="str"), 0, [],
)  # fmt: skip


@pytest.fixture
def linkage():
    return Linkage(PEOPLE, PAIRS, LINKS, None, None, {}, None)


def test_each_record_says_by_what_it_belongs_to_its_person_and_how_likely(linkage):
    records = pd.DataFrame({
        "record_id": list("abcdef"), "contact_id": [*"abcde", None],
        "customer_id": ["n", "n", "nc", "nd", "ne", "f"],
        "source": ["contact", "customer", "lead", "lead", "lead", "orders"],
    })  # fmt: skip

    table = identities(records.sample(frac=1, random_state=1), linkage, "P" + PEOPLE, DECIDED)
    table = table.set_index("record_id").sort_index()

    assert table["why"].tolist() == [
        "email", "email", "weighed", "alone", "decision", "decision"
    ]  # fmt: skip
    assert table["probability"].fillna(0).tolist() == [1, 1, 0.9, 0, 1, 1]
    assert table["person_id"].tolist() == ["Pa", "Pa", "Pa", "Pd", "Pe", "Pe"]
    # The shop's list comes before the sales staff's.
    assert table["owns_number"].tolist() == [False, True, True, True, True, True]
    homes = pd.DataFrame({"person_id": ["Pa", "Pd", "Pe"], "unit_id": ["x", "x", "Pe"]})
    whole = of_customers(table.reset_index(), homes)
    assert whole["customer_id"].tolist() == ["x", "x", "x", "x", "Pe", "Pe"]
    assert set(whole) == set(contracts.load("identities").columns)


def test_what_joins_records_is_told_the_strongest_first(linkage):
    found = reasons(linkage, DECIDED, least=0.5)

    assert found["reason"].tolist() == ["decision", "certain", "weighed", "weighed"]
    assert found["probability"].tolist() == [1, 1, 0.9, 0.7]
