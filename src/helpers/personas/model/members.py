"""Who is of which persona, as tables; and anybody placed under a model that was written."""

from collections.abc import Hashable
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.evidence.counts import Counts
from helpers.personas.model.finding import Found
from helpers.personas.model.held_out import Customers
from helpers.personas.model.mixture import distances
from helpers.personas.model.model_rows import Stored, read_model, rows_of
from helpers.personas.model.models import degrees_of, main

LEAST_DEGREE = 0.05  # of membership that is kept


class Scored(NamedTuple):
    """Customers under a model that was written, one element or row per row of `scored`.

    Attributes
    ----------
    labels : Series of str
        The main persona, by `customer_id`.
    degrees : DataFrame of float
        One column per persona; rows sum to 1.
    distances : Series of float
        To the nearest persona, in standard deviations; members have 1 on average.
    unlike_any : Series of bool
        Whether that is farther than almost all customers stood when the model was learnt.
    """

    labels: pd.Series
    degrees: pd.DataFrame
    distances: pd.Series
    unlike_any: pd.Series


def model_table(found: Found, ids: dict[Hashable, str]) -> pd.DataFrame:
    """Return the table `persona_model`.

    Parameters
    ----------
    found : Found
    ids : dict of int to str
        The persona of each label.
    """
    named = [ids[label] for label in range(found.model.groups)]
    return rows_of(Stored(found.model, found.basis, named, found.stands, found.farthest))


def members_table(
    found: Found, ids: dict[Hashable, str], members: pd.Series | None = None
) -> pd.DataFrame:
    """Return the table `persona_members`: degrees of at least 0.05, and everybody's main persona.

    Parameters
    ----------
    found : Found
    ids : dict of int to str
        The persona of each label.
    members : Series of str, optional
        The persona in which each customer stands, by customer, where analysts decided that
        one is not to stand: degrees of personas without members are left out.
    """
    degrees = found.degrees.rename(columns=ids).sort_index()
    own = found.labels.map(ids) if members is None else members
    own = own.reindex(degrees.index)
    standing = pd.Index(sorted(own.unique()), dtype="str")
    values = degrees[standing].to_numpy()
    is_main = standing.get_indexer(own)[:, None] == np.arange(len(standing))
    row, place = np.nonzero((values >= LEAST_DEGREE) | is_main)
    return pd.DataFrame({
        "customer_id": degrees.index[row], "persona_id": standing[place],
        "degree": values[row, place], "is_main": is_main[row, place],
        "known_cases": found.known_cases.reindex(degrees.index).to_numpy()[row],
    })  # fmt: skip


def score(
    model_rows: pd.DataFrame,
    scored: pd.DataFrame,
    counts: Counts,
    traits: pd.DataFrame | None = None,
) -> Scored:
    """Return any customers under a model that was written, in the order of `scored`.

    Parameters
    ----------
    model_rows : DataFrame
        The table `persona_model`, of this quarter or another.
    scored, counts, traits
        As for `find_personas`.
    """
    stored = read_model(model_rows)
    known = Customers(scored, counts, traits).known(stored.basis)
    index = pd.Index(scored["customer_id"], name="customer_id")
    degrees = degrees_of(stored.model, stored.basis, known)
    far = distances(stored.stands, known)
    return Scored(
        pd.Series(np.array(stored.ids, dtype=object)[main(degrees)], index=index, dtype="str"),
        pd.DataFrame(degrees, index=index, columns=stored.ids),
        pd.Series(far, index=index), pd.Series(far > stored.farthest, index=index),
    )  # fmt: skip
