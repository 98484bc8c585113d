from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from helpers.personas.settling import personas_table, profiles_table, settle_personas
from helpers.workspace import contracts
from helpers.workspace.errors import InputError

PEOPLE = pd.Index([f"c{number:03d}" for number in range(90)], name="customer_id")
LABELS = pd.Series(np.repeat([0, 1, 1], 30), index=PEOPLE)


def found():
    """Two personas: those who buy tents, and twice as many who buy shoes."""
    tents = pd.Series(np.where(LABELS == 0, 0.8, 0.1), index=PEOPLE) + np.arange(90) % 3 / 100
    features = pd.DataFrame({"category=shoes": 1 - tents, "category=tents": tents})
    degrees = pd.DataFrame({label: LABELS.eq(label).astype(float) for label in (0, 1)})
    return SimpleNamespace(labels=LABELS, features=features, degrees=degrees, kept={})


def empty(name):
    return contracts.load(name).schema.to_pyarrow().empty_table().to_pandas()


class Desk:
    """A desk that has the tables it is given, and no others."""

    period, as_of = "2026Q3", date(2026, 9, 30)

    def __init__(self, **tables):
        self.tables = tables

    def read(self, name):
        bare = name.removesuffix("?").removesuffix("@previous")
        return self.tables.get(bare, empty(bare))


def decision(**told):
    row = {"kind": "persona", "name_en": None, "name_zh": None, "day": date(2026, 10, 1),
           "decided_by": "AB", "note": None}  # fmt: skip
    return pd.DataFrame([row | told], index=[2])


def table(settled):
    ids = settled.lasting.ids
    facts = empty("persona_facts")
    economics = pd.DataFrame({"persona_id": ids, "role": "serve"})
    return personas_table(settled, facts, economics, year=2026)


def quarter_before(settled):
    members = pd.DataFrame({
        "customer_id": PEOPLE, "persona_id": settled.lasting.members.to_numpy(), "is_main": True
    })  # fmt: skip
    return {"personas": table(settled), "persona_members": members,
            "persona_profiles": profiles_table(settled)}  # fmt: skip


def test_personas_stand_in_order_of_size_under_distinct_names():
    told = table(settle_personas(Desk(), found()))

    assert told["customers"].tolist() == [60, 30]
    assert told["title_features"].tolist() == ["category=shoes", "category=tents"]
    assert told["name_en"].is_unique and told["name_zh"].is_unique
    assert (told["change"] == "first").all() and not told["renamed"].any()


def test_ids_names_and_birth_go_on_in_the_next_quarter():
    first = settle_personas(Desk(), found())
    tables = quarter_before(first)

    again = table(settle_personas(Desk(**tables), found()))

    kept = ["persona_id", "name_en", "name_zh", "since", "title_features"]
    pd.testing.assert_frame_equal(again[kept], tables["personas"][kept])
    assert (again["change"] == "kept").all()


def test_shares_of_the_quarter_before_come_from_rounded_sizes_and_not_from_few():
    tables = quarter_before(settle_personas(Desk(), found()))
    tables["personas"]["customers"] = [92, 9]

    told = table(settle_personas(Desk(**tables), found()))["share_before"]

    assert told[0] == 90 / 100
    assert pd.isna(told[1])


def test_an_analysts_name_goes_before_that_of_the_quarter_before():
    tables = quarter_before(settle_personas(Desk(), found()))
    one = tables["personas"]["persona_id"].iloc[0]
    named = decision(group_id=one, decision="rename", name_en="Pavement Pat", name_zh="阿步")

    told = table(settle_personas(Desk(**tables, group_decisions=named), found()))

    assert told.iloc[0][["name_en", "name_zh", "renamed"]].tolist() == [
        "Pavement Pat", "阿步", True
    ]  # fmt: skip


def test_a_decision_about_an_absent_persona_waits_and_is_told_by_its_line():
    waiting = decision(group_id="p-0000", decision="pin")

    assert settle_personas(Desk(group_decisions=waiting), found()).waiting == [2]


def test_a_rename_without_a_name_is_refused_with_its_line():
    unclear = decision(group_id="p-0000", decision="rename")

    with pytest.raises(InputError, match="line 2: name_en is empty"):
        settle_personas(Desk(group_decisions=unclear), found())
