"""What each customer's own place foretells, without any persona: the cloud that cuts must beat.

If customers differ by degrees, a customer's place says more of what the customer will do than
the piece of the cloud into which it was cut. If they are of a few kinds, the kind says more:
it knows what is typical, and sets aside by how much one happens to differ. So personas are
held against the best smooth account of the same evidence, on the same outcomes.

References
----------
McFadden (1974), "Conditional logit analysis of qualitative choice behavior" (the model).
"""

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_softmax

from helpers.evidence.knowledge import best_guess
from helpers.evidence.threads import one_thread
from helpers.personas.model.held_out import PLAIN_COUNTS_FOR, Trial

STEPS = 100
SHRINKAGE = 1.0  # of slopes towards 0, as though so much had been seen without any


def foretold_by_place(trial: Trial) -> tuple[np.ndarray, np.ndarray]:
    """Return how much better than the plain average each customer's place foretells marks.

    A multinomial logistic model of each block's marks on the places, learnt from those
    who teach.

    Returns
    -------
    gain, cases : ndarray of float, shape (customers,)
        As from `held_out.foretold`.
    """
    places = best_guess(trial.seen(trial.basis))
    design = np.hstack([np.ones((len(places), 1)), places])
    gain = np.zeros(len(places))
    with one_thread():
        for block in np.unique(trial.blocks):
            counted = trial.outcome[:, trial.blocks == block]
            slopes = _slopes(design[trial.teach], counted[trial.teach])
            plain = counted[trial.teach].sum(axis=0) + 1e-3
            better = log_softmax(design @ slopes, axis=1) - np.log(plain / plain.sum())
            gain += (counted * better).sum(axis=1)
    told = ~trial.teach
    return np.where(told, gain, 0.0), np.where(told, trial.outcome.sum(axis=1), 0.0)


def _slopes(design: np.ndarray, counted: np.ndarray) -> np.ndarray:
    """Return the likeliest slopes of each mark, shape (1 + directions, marks)."""
    shape = design.shape[1], counted.shape[1]
    cases = counted.sum(axis=1, keepdims=True)
    plain = np.log(counted.sum(axis=0) + PLAIN_COUNTS_FOR)
    start = np.vstack([plain - plain.mean(), np.zeros((shape[0] - 1, shape[1]))])

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        slopes = flat.reshape(shape)
        logs = log_softmax(design @ slopes, axis=1)
        shrunk = np.vstack([np.zeros((1, shape[1])), SHRINKAGE * slopes[1:]])
        value = -(counted * logs).sum() + (shrunk * slopes).sum() / 2
        return value, (design.T @ (cases * np.exp(logs) - counted) + shrunk).ravel()

    found = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return found.x.reshape(shape)
