"""How far groups stand apart: the mean silhouette, from all distances at once."""

import numpy as np
from scipy.spatial.distance import cdist


def silhouette(points: np.ndarray, labels: np.ndarray) -> float:
    """Return the mean silhouette of points: near 1 for groups far apart, below 0 for mixed ones.

    A point's own is (b - a) / max(a, b), where a is its mean distance to the others of its group,
    and b that to the nearest other group; 0 where it is alone in its group.

    Parameters
    ----------
    points : ndarray of float, shape (rows, features)
    labels : ndarray of int, shape (rows,)
        Of two groups at least.

    References
    ----------
    Rousseeuw (1987), "Silhouettes: a graphical aid to the interpretation and validation of
    cluster analysis", Journal of Computational and Applied Mathematics 20.

    Examples
    --------
    >>> round(silhouette(np.array([[0.0], [1.0], [9.0], [10.0]]), np.array([0, 0, 1, 1])), 4)
    0.8885
    """
    groups, own = np.unique(labels, return_inverse=True)
    member = np.eye(len(groups))[own]
    size, far = member.sum(axis=0), cdist(points, points) @ member
    rows = np.arange(len(points))
    within = far[rows, own] / np.maximum(size[own] - 1, 1)
    far /= size
    far[rows, own] = np.inf
    nearest = far.min(axis=1)
    widest = np.maximum(within, nearest)
    width = np.divide(nearest - within, widest, out=np.zeros(len(points)), where=widest > 0)
    return float(np.where(size[own] > 1, width, 0.0).mean())
