"""Evidence: intervals, resampling and grades, one way to call each."""

from helpers.evidence.grades import Grade, grade_skill
from helpers.evidence.intervals import (
    Interval,
    basic_interval,
    bootstrap_interval,
    bootstrap_weights,
    percentile_interval,
)

__all__ = [
    "Grade",
    "Interval",
    "basic_interval",
    "bootstrap_interval",
    "bootstrap_weights",
    "grade_skill",
    "percentile_interval",
]
