"""What customers answered when they were asked: attitudes on a scale, and choices."""

from collections.abc import Collection

import ibis
import pandas as pd
from ibis.expr.types import Table

COLUMNS = ["customer_id", "question", "kind", "answer", "value"]
MOST_ANSWERS = 12  # different ones to a question of choice; with more it is no cut


def newest_answers(
    answers: Table, *, kinds: Collection[str] = ("scale", "choice")
) -> pd.DataFrame:
    """Return each customer's newest answer to each question that has a scale or a choice.

    Parameters
    ----------
    answers : Table
        `survey_answers` by person, as known on a day; may be without rows.
    kinds : collection of str
        Kinds of answers that are wanted.

    Returns
    -------
    DataFrame
        `customer_id`, `question`, `kind`, `answer`, `value`, sorted by the first two.
    """
    told = answers.filter(answers.kind.isin(list(kinds)), answers.customer_id.notnull())
    latest = ibis.row_number().over(
        group_by=["customer_id", "question"],
        order_by=[told.event_day.desc(), told.delivery.desc(), told.respondent_id.desc()],
    )
    ranked = told.mutate(place=latest)
    newest = ranked.filter(ranked.place == 0).select(*COLUMNS)
    return newest.order_by("customer_id", "question").to_pandas()


def attitudes(newest: pd.DataFrame, customers: pd.Series) -> pd.DataFrame:
    """Return answers as features, missing where a customer was not asked or did not say.

    Returns
    -------
    DataFrame
        One row per customer, in order; the column ``question`` holds an answer on a scale,
        ``question=answer`` is 1 who chose it and 0 who chose another.
    """
    scale = newest[newest["kind"].eq("scale") & newest["value"].notna()]
    wide = scale.pivot(index="customer_id", columns="question", values="value")
    chosen = _choices(newest)
    parts = {
        f"{question}={answer}": own["answer"].eq(answer).astype(float)
        for question, own in chosen.set_index("customer_id").groupby("question")
        for answer in sorted(own["answer"].unique())
    }
    return wide.join(pd.DataFrame(parts), how="outer").reindex(customers)


def answer_parts(newest: pd.DataFrame) -> dict[str, pd.Series]:
    """Return for each question the part that each customer belongs to, by customer.

    An answer on a scale is high above the middle of what was answered, else low, and
    middle on it.
    """
    parts = {}
    for question, own in newest[newest["kind"].eq("scale")].groupby("question"):
        value = own.dropna(subset=["value"]).set_index("customer_id")["value"]
        half = (value.min() + value.max()) / 2
        part = pd.Series("middle", index=value.index, dtype="str")
        parts[question] = part.mask(value > half, "high").mask(value < half, "low")
    for question, own in _choices(newest).groupby("question"):
        parts[question] = own.set_index("customer_id")["answer"].astype("str")
    return parts


def _choices(newest: pd.DataFrame) -> pd.DataFrame:
    """Return the answers to questions of choice that have few different answers."""
    chosen = newest[newest["kind"].eq("choice") & newest["answer"].notna()]
    different = chosen.groupby("question")["answer"].transform("nunique")
    return chosen[different <= MOST_ANSWERS]
