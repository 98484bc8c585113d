"""The table `persona_quotes`: a few typical sentences of members, and a critical one.

Chosen by a rule and not by taste: the words nearest to the mean of what members write. No
quote names anybody: texts are masked when they are read, and those that hold an address, a
row of digits, what was masked, or their writer's own name are never taken.
"""

import re

import numpy as np
import pandas as pd
from ibis.expr.types import Table

from helpers.personas.profile.gathering import main_personas
from helpers.workspace import Desk, contracts

LONGEST = 140  # characters
SHORTEST = 8
FEWEST_WRITERS = 10  # members who wrote anything, below which none is quoted
MOST_TYPICAL = 2  # and one critical
CRITICAL = 2  # points at most, of five
MOST_READ = 2_000  # texts of a persona that are weighed; of more, evenly spread by their ids
ALIKE = 0.8  # cosine from which on two quotes say the same
UNSAFE = re.compile(r"\d{3}|[@＠\[\]#/]|www|http", re.IGNORECASE)
COLUMNS = ["customer_id", "source", "source_id", "text", "rating", "product_id"]


def quotes(desk: Desk, members: pd.DataFrame, *, smallest: int = 10) -> pd.DataFrame:
    """Return the table `persona_quotes`: at most three per persona.

    Parameters
    ----------
    desk : Desk
        Where, as far as they are there, `feedback`, `survey_answers`, `products`, `events`
        and `customer_details` are read.
    members : DataFrame
        The table `persona_members`.
    smallest : int
        Smallest persona that is quoted, in members.
    """
    feedback, answers = (
        desk.read(f"{name}?", by_customer=True) for name in ("feedback", "survey_answers")
    )
    details = desk.read("customer_details?", in_engine=True)
    details = details.filter(details.name.notnull()).select("person_id", "name").to_pandas()
    about = categories_of(desk.read("products?"), desk.read("events?"))
    told = written(feedback, answers, about)
    return choose(told[~names_writer(told, details)], main_personas(members), smallest=smallest)


def written(feedback: Table, answers: Table, about: pd.Series) -> pd.DataFrame:
    """Return what customers wrote, a row per text, with the category that it is about."""
    posts = feedback.filter(feedback.customer_id.notnull(), feedback.text.notnull()).select(
        "customer_id", "text", "rating", "product_id", source_id="feedback_id"
    ).to_pandas()  # fmt: skip
    words = answers.filter(
        answers.kind == "text", answers.customer_id.notnull(), answers.answer.notnull()
    ).select("customer_id", text="answer", source_id="respondent_id").to_pandas()  # fmt: skip
    parts = [posts.assign(source="feedback"), words.assign(source="survey_answers")]
    every = pd.concat([part for part in parts if len(part)] or [posts.assign(source="")])
    every = every.reindex(columns=COLUMNS).sort_values(["source", "source_id", "text"])
    return every.assign(about=every["product_id"].map(about)).reset_index(drop=True)


def categories_of(products: Table, events: Table) -> pd.Series:
    """Return the category of each product: its list's, else the one it is seen under most."""
    told = products.filter(products.category.notnull()).select("product_id", "category")
    listed = told.distinct(on="product_id").to_pandas().set_index("product_id")["category"]
    seen = events.filter(events.product_id.notnull(), events.category.notnull())
    often = seen.group_by("product_id", "category").agg(times=seen.count()).to_pandas()
    often = often.sort_values(["times", "category"], ascending=[False, True])
    first = often.drop_duplicates("product_id").set_index("product_id")["category"]
    return listed.combine_first(first)


def names_writer(told: pd.DataFrame, details: pd.DataFrame) -> pd.Series:
    """Return which texts hold a word of their own writer's name."""
    names = details.dropna(subset=["name"]).set_index("person_id")["name"].astype("str")
    whose = told["customer_id"].map(names).fillna("")
    pairs = zip(told["text"], whose, strict=True)
    return pd.Series([_holds_name(text, name) for text, name in pairs], told.index, dtype=bool)


def _holds_name(text: str, name: str) -> bool:
    plain = text.casefold()
    words = [word for word in name.casefold().split() if len(word) > 1]
    return any(word in plain for word in words)


def choose(told: pd.DataFrame, main: pd.Series, *, smallest: int = 10) -> pd.DataFrame:
    """Return the quotes of each persona from what its members wrote.

    Parameters
    ----------
    told : DataFrame
        As from `written`.
    main : Series of str
        The persona of each customer, by customer.
    smallest : int
        Smallest persona that is quoted.
    """
    own = told.assign(persona_id=told["customer_id"].map(main)).dropna(subset=["persona_id"])
    members = main.value_counts()
    found = [
        _of_persona(_some(words), words["customer_id"].nunique())
        for name, words in own.groupby("persona_id")
        if members[name] >= smallest and words["customer_id"].nunique() >= FEWEST_WRITERS
    ]  # fmt: skip
    columns = list(contracts.load("persona_quotes").columns)
    return pd.concat([contracts.empty("persona_quotes"), *found], ignore_index=True)[columns] \
        if found else contracts.empty("persona_quotes")  # fmt: skip


def _some(words: pd.DataFrame) -> pd.DataFrame:
    """Return texts, or as many of them as are weighed."""
    every = words.sort_values(["source", "source_id", "text"], ignore_index=True)
    step = -(-len(every) // MOST_READ)
    return every.iloc[::step].reset_index(drop=True)


def _of_persona(words: pd.DataFrame, writers: int) -> pd.DataFrame:
    """Return the quotes of one persona, nearest to what its members write first."""
    likeness = _vectors(words["text"])
    length = words["text"].str.len()
    safe = ~words["text"].str.contains(UNSAFE) & length.between(SHORTEST, LONGEST)
    displeased = words["rating"].le(CRITICAL).to_numpy()
    typical = _nearest(likeness, np.ones(len(words), bool), safe.to_numpy() & ~displeased,
                       MOST_TYPICAL, words)  # fmt: skip
    critical = _nearest(likeness, displeased, safe.to_numpy() & displeased, 1, words)
    chosen = words.iloc[[*typical, *critical]]
    kinds = ["typical"] * len(typical) + ["critical"] * len(critical)
    return chosen.assign(place=range(1, len(chosen) + 1), choice=kinds, writers=writers)


def _vectors(texts: pd.Series):
    """Return texts as vectors of length 1: their runs of one to three characters, rare ones more.

    References
    ----------
    Salton and Buckley (1988), "Term-weighting approaches in automatic text retrieval",
    Information Processing & Management 24.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    made = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 3), sublinear_tf=True)
    return made.fit_transform(texts)


def _nearest(likeness, among, allowed, most: int, words: pd.DataFrame) -> list[int]:
    """Return the texts nearest to the mean of some, no two alike and no two of one writer."""
    if not among.any() or not allowed.any():
        return []
    mean = np.asarray(likeness[np.flatnonzero(among)].mean(axis=0)).ravel()
    near = np.round(likeness @ mean, 9)
    order = np.lexsort((words["source_id"].to_numpy(dtype=str), -near))
    chosen: list[int] = []
    for at in order[allowed[order]]:
        alike = [float((likeness[at] @ likeness[one].T).sum()) > ALIKE for one in chosen]
        same = [words["customer_id"][at] == words["customer_id"][one] for one in chosen]
        if not any(alike) and not any(same):
            chosen.append(int(at))
        if len(chosen) == most:
            break
    return chosen
