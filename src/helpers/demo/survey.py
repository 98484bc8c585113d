"""The customer survey, held twice: attitudes, interests, scores and free text."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from helpers.demo import company, groups, habits, leaving, opinions, products, text
from helpers.demo.delivered import moments, panel, write_csv
from helpers.demo.history import History
from helpers.demo.streams import happens, stream

WAVES = (date(2026, 5, 18), date(2026, 9, 7))  # one for each delivery
ANSWERED, ANSWERED_BY_THE_GONE = 0.14, 0.05  # share of those asked
UNSIGNED, UNANSWERED = 0.15, 0.04  # share without an e-mail address; of answers left empty
SPREAD = 0.8  # of answers around the mean of their kind, in points
AGES = ("under 25", "25-34", "35-44", "45-54", "55 and over")
WORK = ("employed", "self-employed", "student", "at home", "retired")
WITH_WORDS = 0.6

QUESTIONS = tuple(f"Q{number}. {words}" for number, words in enumerate(habits.ATTITUDES, 1))


class Answers(NamedTuple):
    """One wave's answers, one element or row per respondent.

    Attributes
    ----------
    customer : numpy.ndarray of int
    second : numpy.ndarray of int
        Seconds since the wave began.
    attitudes : numpy.ndarray of int, shape (respondents, statements)
        From 1 to 5 as ticked, the reversed statement included; 0 where left empty.
    interests : numpy.ndarray of int, shape (respondents, categories)
        From 1 to 5; 0 where left empty.
    recommend, satisfaction : numpy.ndarray of int
        From 0 to 10, and from 1 to 5.
    age : numpy.ndarray of int
        Position in ``AGES``.
    signed : numpy.ndarray of bool
    words : list of str
    """

    customer: np.ndarray
    second: np.ndarray
    attitudes: np.ndarray
    interests: np.ndarray
    recommend: np.ndarray
    satisfaction: np.ndarray
    age: np.ndarray
    signed: np.ndarray
    words: list[str]


def simulate_answers(history: History, wave: date) -> Answers:
    """Return one wave's answers."""
    rng, customers = stream(history.seed, f"survey {wave}"), history.customers
    day = company.day_number(wave)
    asked = panel(len(customers.kind), history.seed) & (customers.first_order_day < day)
    willing = np.where(customers.leave_day < day, ANSWERED_BY_THE_GONE, ANSWERED)
    asked &= text.filled(history.people.email)
    who = np.flatnonzero(asked & (rng.random(len(asked)) < willing))
    kind = groups.acting(customers.kind[who], day)
    troubled = customers.trouble_day[who] <= day
    mood = np.where(troubled, -1.6, 0) + rng.normal(0, 1, len(who))
    age = habits.values("age")[kind] + rng.normal(0, 8, len(who))
    return Answers(
        customer=who,
        second=rng.integers(0, 14 * 86_400, len(who)),
        attitudes=_ticks(ticked(habits.values("attitudes"))[kind], rng),
        interests=_ticks(interest()[kind], rng),
        recommend=np.clip(np.rint(8.1 + 1.6 * mood), 0, 10).astype(int),
        satisfaction=np.clip(np.rint(4.0 + 0.8 * mood), 1, 5).astype(int),
        age=np.searchsorted((25, 35, 45, 55), age, side="right"),
        signed=~happens(rng, UNSIGNED, len(who)),
        words=_words(customers, who, kind, troubled, rng),
    )


def ticked(attitudes: np.ndarray) -> np.ndarray:
    """Return mean attitudes as they are ticked: on the reversed statement, the other way round."""
    means = attitudes.copy()
    means[:, habits.REVERSED] = 6 - means[:, habits.REVERSED]
    return means


def interest() -> np.ndarray:
    """Return each kind's mean interest in each category, from 1 to 5."""
    tastes = groups.values("tastes")
    return 1 + 4 * np.sqrt(tastes / tastes.max(axis=1, keepdims=True))


def write_survey(history: History, delivery: company.Delivery, path: Path) -> None:
    """Write the wave that came with a delivery, one column a question."""
    wave = WAVES[company.DELIVERIES.index(delivery)]
    answers = simulate_answers(history, wave)
    day = company.day_number(wave) + answers.second // 86_400
    email = history.people.email.take(pa.array(answers.customer))
    ticks = [text.choose(column > 0, text.number(column), "")
             for column in np.hstack([answers.attitudes, answers.interests]).T]  # fmt: skip
    subjects = [f"Interest: {name.replace('_', ' and ')}" for name in products.CATEGORIES]
    write_csv(path, {
        "Respondent ID": respondent_ids(answers, wave),
        "Submitted": moments(day, answers.second % 86_400),
        "Email": text.choose(answers.signed, email, ""),
        **dict(zip((*QUESTIONS, *subjects), ticks, strict=True)),
        "How likely are you to recommend us (0-10)?": text.number(answers.recommend),
        "How satisfied are you (1-5)?": text.number(answers.satisfaction),
        "Age": text.lookup(AGES, answers.age),
        "Work": text.lookup(WORK, np.minimum(answers.age, 1) * (answers.customer % 2)
                            + 2 * (answers.age == 0)),
        "What should we do better?": pa.array(answers.words, pa.string()),
    })  # fmt: skip


def respondent_ids(answers: Answers, wave: date) -> text.Text:
    """Return the survey tool's id of each respondent."""
    return text.join(f"S{wave:%y%m}-", text.number(np.arange(len(answers.customer)) + 1, width=5))


def _ticks(mean: np.ndarray, rng) -> np.ndarray:
    answer = np.clip(np.rint(mean + rng.normal(0, SPREAD, mean.shape)), 1, 5).astype(int)
    answer[rng.random(mean.shape) < UNANSWERED] = 0
    return answer


def _words(customers, who: np.ndarray, kind: np.ndarray, troubled: np.ndarray, rng) -> list[str]:
    appeal = products.appeal(groups.values("tastes"), groups.values("price_taste"))
    product = appeal.argmax(axis=1)[kind]
    remote = leaving.is_remote(customers.place[who])
    told = opinions.simulate_opinions(product, kind, remote, troubled, rng)
    texts = opinions.tell(told, customers.chinese[who], rng)
    silent = ~happens(rng, WITH_WORDS, len(who))
    return ["" if quiet else words for quiet, words in zip(silent, texts, strict=True)]
