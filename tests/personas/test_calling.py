from types import SimpleNamespace

import pandas as pd

from helpers.personas.calling import called, decided_key, decided_words, lineage_key, lineage_words

WHO = pd.DataFrame({
    "persona_id": ["p-1", "p-2"], "name_en": ["Wang Xue", "Li Na"], "name_zh": ["王雪", "李娜"],
})  # fmt: skip


class Report:
    wording = SimpleNamespace(language="en")

    def words(self, key, **values):
        return f"{key}: {values}"


def settled(changes=(), earlier=WHO, waiting=(), pinned=()):
    rows = pd.DataFrame(changes, columns=["from_id", "to_id", "kind"])
    lasting = SimpleNamespace(changes=rows, ids=["p-1", "p-2"], gone_to={})
    told = SimpleNamespace(names=pd.DataFrame(), pinned=list(pinned), vetoed=[])
    return SimpleNamespace(lasting=lasting, decided=told, waiting=list(waiting), earlier=earlier)


def test_personas_are_called_by_their_names_in_the_reports_language():
    assert called(WHO, Report()).to_dict() == {"p-1": "Wang Xue", "p-2": "Li Na"}


def test_where_there_is_no_quarter_before_that_is_said():
    assert lineage_key(settled(earlier=WHO[:0])) == "personas.lineage_first"


def test_customers_who_merely_moved_are_no_change_of_personas():
    assert lineage_key(settled([("p-1", "p-2", "moved")])) == "personas.lineage_same"


def test_a_split_names_both_personas_and_an_ended_one_by_its_last_name():
    before = pd.DataFrame({"persona_id": ["p-1", "p-9"], "name_en": ["Wang Xue", "Zhou Hui"]})
    told = settled([("p-1", "p-2", "split"), ("p-9", None, "death")], before)

    words = lineage_words(told, WHO, Report())["changes"]

    assert lineage_key(told) == "personas.lineage_changes"
    assert words == [
        "personas.change.split: {'now': 'Li Na', 'was': 'Wang Xue'}",
        "personas.change.death: {'was': 'Zhou Hui'}",
    ]


def test_decisions_are_told_only_where_there_are_any():
    assert decided_key(settled()) == "personas.nothing_decided"
    assert decided_words(settled(), called(WHO, Report())) == {}

    words = decided_words(settled(waiting=[7], pinned=["p-2"]), called(WHO, Report()))

    assert (words["pinned"], words["lines"]) == (1, ["7"])
