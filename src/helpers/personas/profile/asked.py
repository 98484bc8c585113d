"""What customers answered: each question of any survey, where the card's mapping puts it."""

import pandas as pd

from helpers.evidence.membership import is_among
from helpers.personas.profile.items import Item, choice_item, flag_item, number_item
from helpers.personas.profile.mapping import (
    QUESTION,
    Subject,
    load_mapping,
    subject_of_words,
    without_number,
)
from helpers.personas.profile.questionnaire import answer_in_english, question_of

KINDS = ("scale", "choice", "text")
SOURCE = "survey_answers"
MOST_WORDS = 50  # different answers above which a choice of any survey is free words


def where_it_belongs(question: str) -> tuple[str, Subject]:
    """Return the item and the subject of a survey's question.

    Of who people are there is one item whatever the words of the question; an attitude
    is an item under its own words, those of the questionnaire in English.

    Examples
    --------
    >>> where_it_belongs("Q8. I trust what other customers write")[0]
    'q:I trust what other customers write'
    >>> where_it_belongs("您的年龄是？")[0]
    'age'
    """
    known = question_of(question)
    subjects = load_mapping().subjects
    subject = subjects[known.subject] if known else subject_of_words(question)
    if subject.kind == "demographic" and subject.question:
        return subject.name, subject
    return QUESTION + (known.en if known else without_number(question)), subject


def answered(newest: pd.DataFrame, customers: pd.Index) -> list[Item]:
    """Return what customers answered, and whether they answered at all.

    Parameters
    ----------
    newest : DataFrame
        As from `newest_answers`, with answers of every kind in `KINDS`.
    """
    if newest.empty:
        return []
    subjects = load_mapping().subjects
    did = pd.DataFrame({"yes": is_among(customers, newest["customer_id"])}, index=customers)
    items = {"answered": flag_item("answered", subjects["answered"], SOURCE, did, customers)}
    for question, own in newest.groupby("question"):
        item = _of_question(str(question), own.set_index("customer_id"), customers)
        if item is not None:
            # Asked in two surveys: who answered one did not always answer the other.
            items[item.name] = _together(items.get(item.name), item)
    return list(items.values())


def _of_question(question: str, own: pd.DataFrame, customers: pd.Index) -> Item | None:
    name, subject = where_it_belongs(question)
    known = question_of(question)
    if known and known.kind == "text":
        return None
    if own["kind"].eq("scale").all():
        form = "mean" if subject.kind != "demographic" else "number"
        return number_item(name, subject, form, SOURCE, own["value"], customers)
    if known and known.answers:
        chosen = own["answer"].map(lambda answer: answer_in_english(known, answer))
        return choice_item(name, subject, SOURCE, chosen, customers)
    few = own["answer"].nunique() <= MOST_WORDS
    if own["kind"].eq("choice").any() and few:
        return choice_item(name, subject, SOURCE, own["answer"], customers)
    return None


def _together(one: Item | None, other: Item) -> Item:
    """Return two items of one name as one: the first one's word, where it has any."""
    if one is None or one.form != other.form:
        return one or other
    both = one.values.combine_first(other.values)
    known = (one.values.notna().any(axis=1) | other.values.notna().any(axis=1)).to_numpy()
    return one._replace(values=both.mask(both.isna() & known[:, None], 0.0))
