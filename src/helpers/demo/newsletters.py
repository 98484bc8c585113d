"""Newsletters and mailed campaigns: who got them, who opened them, who clicked."""

from typing import NamedTuple

import numpy as np

from helpers.demo import company, groups, habits, text
from helpers.demo.delivered import panel
from helpers.demo.history import History
from helpers.demo.streams import stream

DAY_OF_MONTH = 12
AFTER_LEAVING = 0.45  # factor on opening of those who have left
BOUNCING = 0.015  # of addresses, some day


class Issue(NamedTuple):
    """One newsletter or mailed campaign, and what its readers did.

    Attributes
    ----------
    name, title : str
    day : int
    topic : int
        Position in ``habits.TOPICS``.
    sent : numpy.ndarray of int
        Positions of the customers who got it.
    opened, clicked : numpy.ndarray of bool
        One element per customer who got it.
    second : numpy.ndarray of int
        Seconds from the sending to the opening.
    """

    name: str
    title: str
    day: int
    topic: int
    sent: np.ndarray
    opened: np.ndarray
    clicked: np.ndarray
    second: np.ndarray


def simulate_issues(history: History) -> list[Issue]:
    """Return all issues, oldest first: one newsletter a month, and the mailed campaigns."""
    monthly = [
        number for number, day in enumerate(company.calendar()) if day.day == DAY_OF_MONTH
    ]
    issues = []
    for number, day in enumerate(monthly):
        topic = number % len(habits.TOPICS)
        title = f"Trail Notes {number + 1}: {habits.TOPICS[topic]}"
        issues.append(_issue(history, f"N{number + 1:02}", title, day, topic, None))
    for mailing in history.mailings:
        if mailing.campaign.channel == "email":
            item = mailing.campaign
            reached, day = mailing.customer[mailing.contacted], company.day_number(item.sent)
            issues.append(_issue(history, item.name, item.title, day, 2, reached))
    return sorted(issues, key=lambda issue: (issue.day, issue.name))


def bounced(history: History) -> np.ndarray:
    """Return from which day on each customer's address is dead; ``NEVER`` for most."""
    rng, count = stream(history.seed, "bounces"), len(history.customers.kind)
    day = history.customers.join_day + 30 + rng.integers(0, 700, count)
    return np.where(rng.random(count) < BOUNCING, np.minimum(day, company.NEVER), company.NEVER)


def _issue(history: History, name: str, title: str, day: int, topic: int, reached) -> Issue:
    rng, customers = stream(history.seed, f"issue {name}"), history.customers
    able = panel(len(customers.kind), history.seed) & text.filled(history.people.email)
    able &= (customers.join_day < day) & (bounced(history) > day)
    if reached is None:
        able &= customers.consents("email", day)
    else:
        able &= np.isin(np.arange(len(able)), reached)
    sent = np.flatnonzero(able)
    kind = groups.acting(customers.kind[sent], day)
    chance = habits.values("opening")[kind] * habits.values("topics")[kind, topic]
    chance *= np.where(customers.leave_day[sent] < day, AFTER_LEAVING, 1)
    opened = rng.random(len(sent)) < np.minimum(chance, 0.95)
    clicked = opened & (rng.random(len(sent)) < habits.values("clicking")[kind])
    second = (3600 * rng.gamma(1.2, 5, len(sent))).astype(np.int64) + 60
    return Issue(name, title, day, topic, sent, opened, clicked, second)
