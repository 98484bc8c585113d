from types import SimpleNamespace

import ibis
import pandas as pd
import pytest

from helpers.personas.profile.quotes import categories_of, choose, names_writer, quotes, written
from helpers.workspace import contracts
from helpers.workspace.tables import _typed

MAIN = pd.Series("p-1", index=[f"c{n:02d}" for n in range(30)])


def words(**changed):
    """Thirty members who wrote something, the first ones as told."""
    told = [("The boots kept dry in heavy rain", 5.0)] * 25 + [("The zip broke at once", 1.0)] * 5
    frame = pd.DataFrame({
        "customer_id": MAIN.index, "source": "feedback", "source_id": [f"f{n:02d}" for n in
        range(30)], "text": [text for text, _ in told],
        "rating": [rating for _, rating in told], "about": "boots",
    })  # fmt: skip
    return frame.assign(**changed)


def test_typical_and_critical_quotes_are_chosen_by_what_members_write():
    told = choose(words(), MAIN)

    assert told["choice"].tolist() == ["typical", "critical"]  # the other boots say the same
    assert told["text"].iloc[0].startswith("The boots kept dry")
    assert told["text"].iloc[1].startswith("The zip broke")
    assert told["writers"].eq(30).all()
    contracts.validate(_typed(told, contracts.load("persona_quotes")),
                       contracts.load("persona_quotes"))  # fmt: skip


@pytest.mark.parametrize("text", [
    "call me at 5551234", "write to me@here", "see www.me.example", "[number] is mine",
    "x" * 141, "short",
])  # fmt: skip
def test_what_may_lead_to_somebody_is_never_quoted(text):
    assert choose(words(text=text), MAIN).empty


def test_where_few_wrote_or_few_belong_nobody_is_quoted():
    assert choose(words().head(9), MAIN).empty
    assert choose(words(), MAIN, smallest=31).empty
    assert choose(words().assign(customer_id="c00"), MAIN).empty


def test_a_text_with_its_own_writer_s_name_is_found_in_either_script():
    told = pd.DataFrame({"customer_id": ["a", "b", "c", "d"],
                         "text": ["Zebedee loves it", "王小明很满意", "loves it", "fine"]})
    details = pd.DataFrame({"person_id": ["a", "b", "c"],
                            "name": ["Zebedee Quill", "王小明", "Ann Fine"]})

    assert names_writer(told, details).tolist() == [True, True, False, False]


def test_reviews_and_free_answers_are_gathered_with_what_they_are_about():
    feedback = ibis.memtable(pd.DataFrame({
        "customer_id": ["a", None], "text": ["good", "bad"], "rating": [5.0, 1.0],
        "product_id": ["boot-1", "boot-1"], "feedback_id": ["f1", "f2"],
    }))  # fmt: skip
    answers = ibis.memtable(pd.DataFrame({
        "customer_id": ["b", "b"], "kind": ["text", "scale"], "answer": ["more colours", "5"],
        "respondent_id": ["r1", "r1"],
    }))  # fmt: skip

    told = written(feedback, answers, pd.Series({"boot-1": "boots"}))

    assert told[["customer_id", "text", "source"]].to_numpy().tolist() == [
        ["a", "good", "feedback"], ["b", "more colours", "survey_answers"]]  # fmt: skip
    assert told["about"].tolist()[0] == "boots"


def test_a_product_s_category_is_its_list_s_else_the_one_it_is_seen_under_most():
    products = ibis.memtable(pd.DataFrame({"product_id": ["a"], "category": ["boots"]}))
    seen = {"product_id": ["a", "b", "b", "b"], "category": ["tents", "tents", "maps", "maps"]}
    events = ibis.memtable(pd.DataFrame(seen))

    assert categories_of(products, events).to_dict() == {"a": "boots", "b": "maps"}


def test_without_any_words_the_table_is_empty():
    wanted = ("feedback", "survey_answers", "products", "events", "customer_details")
    tables = {f"{name}?": ibis.memtable(contracts.empty(name)) for name in wanted}
    members = pd.DataFrame({"customer_id": MAIN.index, "persona_id": "p-1", "is_main": True})

    told = quotes(SimpleNamespace(read=lambda name, **_: tables[name]), members)

    assert told.empty
    assert list(told) == list(contracts.load("persona_quotes").columns)
