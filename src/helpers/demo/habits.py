"""How each kind of customer browses, reads mail, complains and thinks: beside what it buys."""

from dataclasses import dataclass

import numpy as np

from helpers.demo import groups

DEVICES = ("mobile", "desktop", "tablet")
SOURCES = (
    ("(direct)", "(none)"),
    ("baidu", "organic"),
    ("google", "cpc"),
    ("xiaohongshu", "social"),
    ("douyin", "video"),
    ("newsletter", "email"),
)
# What a newsletter is about; each kind opens some more readily than others.
TOPICS = ("mountain", "training", "offers", "gifts", "stories")
# Statements of the survey, answered from 1 (not at all) to 5 (fully).
ATTITUDES = (
    "I plan my weekends around being outdoors",
    "I like to test my limits",
    "I compare prices before I buy",
    "A brand should care for the environment",
    "I train several times a week",
    "I often buy for other people",
    "Shopping should be done quickly",
    "I trust what other customers write",
)
# The sixth statement of the survey is worded the other way round from what it measures.
REVERSED = 6


@dataclass(frozen=True, kw_only=True)
class Habits:
    """The habits of one kind of customer.

    Attributes
    ----------
    sessions_per_year : float
        Mean number of visits to the shop's pages that end without an order.
    devices, sources, topics : tuple of float
        Leaning to each of ``DEVICES`` and ``SOURCES``, and to open mail on ``TOPICS``.
    opening, clicking : float
        Probability to open a newsletter, and to click in one that is open.
    attitudes : tuple of float
        Mean answer to each of ``ATTITUDES``, before those that are reversed are turned round.
    age : int
        Mean age in 2026, in years.
    """

    sessions_per_year: float
    devices: tuple[float, ...]
    sources: tuple[float, ...]
    topics: tuple[float, ...]
    opening: float
    clicking: float
    attitudes: tuple[float, ...]
    age: int


# In the order of groups.KINDS: summit, weekend, studio, bargain, gift, fresh, trail.
# fmt: off
HABITS = (
    Habits(sessions_per_year=9, devices=(4, 6, 1), sources=(4, 4, 2, 1, 0.5, 2),
           topics=(1.8, 0.7, 0.4, 0.3, 1.4), opening=0.36, clicking=0.24,
           attitudes=(4.7, 4.4, 2.5, 4.0, 3.4, 1.9, 2.8, 3.0), age=41),
    Habits(sessions_per_year=6, devices=(6, 3, 1), sources=(3, 4, 2, 1.5, 1, 2),
           topics=(1.5, 0.5, 0.9, 0.7, 1.0), opening=0.28, clicking=0.14,
           attitudes=(4.3, 2.6, 3.3, 3.7, 2.4, 2.8, 3.0, 3.4), age=38),
    Habits(sessions_per_year=9, devices=(8, 1.5, 1), sources=(3, 1.5, 1, 4, 1.5, 2),
           topics=(0.3, 1.9, 0.7, 0.5, 0.8), opening=0.33, clicking=0.20,
           attitudes=(2.2, 3.6, 3.0, 3.7, 4.7, 2.3, 3.8, 3.9), age=31),
    Habits(sessions_per_year=12, devices=(8, 2, 0.5), sources=(2, 2, 3.5, 1, 2.5, 3),
           topics=(0.5, 0.5, 2.2, 0.8, 0.3), opening=0.42, clicking=0.36,
           attitudes=(2.9, 2.4, 4.8, 2.6, 2.7, 2.6, 3.4, 4.2), age=34),
    Habits(sessions_per_year=4, devices=(4, 5, 2), sources=(3, 4.5, 2.5, 1, 0.5, 1),
           topics=(0.5, 0.4, 0.9, 2.2, 0.7), opening=0.22, clicking=0.12,
           attitudes=(2.3, 1.9, 3.2, 3.3, 2.0, 4.7, 4.2, 3.8), age=46),
    Habits(sessions_per_year=7, devices=(9, 0.8, 0.3), sources=(1.5, 1, 2, 3, 5, 0.8),
           topics=(0.4, 1.6, 1.2, 0.5, 0.5), opening=0.20, clicking=0.16,
           attitudes=(2.6, 3.5, 3.7, 3.0, 3.5, 2.2, 4.0, 4.3), age=26),
    Habits(sessions_per_year=9, devices=(7, 2, 0.5), sources=(3, 2, 1, 2.5, 1, 2),
           topics=(1.2, 1.4, 0.4, 0.3, 1.0), opening=0.34, clicking=0.22,
           attitudes=(4.2, 4.5, 2.7, 3.9, 4.4, 1.9, 3.3, 3.3), age=33),
)
# fmt: on
assert len(HABITS) == len(groups.KINDS)


def values(attribute: str) -> np.ndarray:
    """Return one attribute of all kinds, in the order of ``groups.KINDS``."""
    return np.array([getattr(habits, attribute) for habits in HABITS])
