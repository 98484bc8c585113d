"""All experiments together: how many work, and what is left of effects once luck is taken off.

Of many experiments those that look best were lucky too. Each effect is drawn towards none, the
more the less sure it is, and the less experiments here have usually done.
"""

import numpy as np
import pandas as pd

from helpers.experiments.bayesian import normal_belief
from helpers.experiments.results import USUAL_LIFT
from helpers.workspace import contracts

AS_MANY = 4  # experiments that what is usual counts for, beside those that were read
Z = 1.959963984540054


def overview(results: pd.DataFrame, *, usual_lift: float = USUAL_LIFT) -> pd.DataFrame:
    """Return each experiment's effect on what it was to change, shrunken.

    Parameters
    ----------
    results : DataFrame
        The table `experiment_results`; what has no control mean to be a share of is left out.
    usual_lift : float
        How far effects of such changes usually lie from none, as a share of the control's.

    Returns
    -------
    DataFrame
        The table `experiment_overview`.

    References
    ----------
    Efron and Morris (1975), "Data Analysis Using Stein's Estimator and its Generalizations",
    Journal of the American Statistical Association 70.
    """
    columns = list(contracts.load("experiment_overview").columns)
    own = results[results["is_primary"].astype(bool) & results["relative"].notna()]
    if own.empty:
        return pd.DataFrame(columns=columns)
    effects, errors = own["relative"].to_numpy(float), standard_errors(own)
    spread = usual_spread(effects, errors, usual_lift=usual_lift)
    belief = normal_belief(effects, errors, prior_sd=spread)
    told = own[["experiment", "variant", "metric", "relative", "verdict", "n"]].assign(
        shrunken=belief.mean, shrunken_lower=belief.lower, shrunken_upper=belief.upper,
        chance_better=belief.chance_better, usual_spread=spread,
    )  # fmt: skip
    return told[columns].reset_index(drop=True)


def standard_errors(results: pd.DataFrame) -> np.ndarray:
    """Return how sure relative effects are, from the width of their intervals."""
    width = results["relative_upper"].to_numpy(float) - results["relative_lower"].to_numpy(float)
    return width / (2 * Z)


def usual_spread(effects: np.ndarray, errors: np.ndarray, *, usual_lift: float) -> float:
    """Return how far true effects lie from none, in the square mean.

    What is beyond chance in the effects that were read, and AS_MANY experiments of the usual
    size beside them, since a few experiments cannot tell.

    Examples
    --------
    >>> round(usual_spread(np.array([0.5]), np.array([0.1]), usual_lift=0.1), 4)
    0.2366
    """
    beyond = np.maximum(np.square(effects) - np.square(errors), 0.0).sum()
    return float(np.sqrt((AS_MANY * usual_lift**2 + beyond) / (AS_MANY + len(effects))))
