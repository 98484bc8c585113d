"""Evidence: intervals, resampling, discoveries, splits through time, calibration and grades.

One way to call each; the libraries that do the work stay inside.
"""

from helpers.evidence.calibration import (
    calibration_error,
    recalibrate,
    recalibrate_through_time,
    reliability_table,
)
from helpers.evidence.differences import (
    Difference,
    Sample,
    relative_difference,
    sample_of,
    share_difference,
    welch_difference,
)
from helpers.evidence.discovery import (
    Discoveries,
    control_false_discoveries,
    control_family_wise,
)
from helpers.evidence.grades import Grade, grade_skill
from helpers.evidence.intervals import (
    Interval,
    mean_difference,
    mean_interval,
    proportion_difference,
    proportion_interval,
)
from helpers.evidence.resampling import (
    basic_interval,
    bootstrap_blocks,
    bootstrap_interval,
    bootstrap_weights,
    bundles_of,
    percentile_interval,
)
from helpers.evidence.splits import (
    Split,
    outcome_day,
    refuse_later_rows,
    rolling_origin,
    split_rows,
)

__all__ = [
    "Difference",
    "Discoveries",
    "Grade",
    "Interval",
    "Sample",
    "Split",
    "basic_interval",
    "bootstrap_blocks",
    "bootstrap_interval",
    "bootstrap_weights",
    "bundles_of",
    "calibration_error",
    "control_false_discoveries",
    "control_family_wise",
    "grade_skill",
    "mean_difference",
    "mean_interval",
    "outcome_day",
    "percentile_interval",
    "proportion_difference",
    "proportion_interval",
    "recalibrate",
    "recalibrate_through_time",
    "refuse_later_rows",
    "relative_difference",
    "reliability_table",
    "rolling_origin",
    "sample_of",
    "share_difference",
    "split_rows",
    "welch_difference",
]
