"""Groups that last: found groups under the ids, names and decisions of the quarters before."""

from collections.abc import Hashable, Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from helpers.evidence import lineage
from helpers.evidence.naming import name_features, profile_of
from helpers.evidence.standing import carried, dissolved, standing


class Before(NamedTuple):
    """What the quarter before left.

    Attributes
    ----------
    members : Series of str
        The group of each customer, by customer; without rows where there is no quarter before.
    names : DataFrame
        `features`, `since` and `parent_id` of its groups, by id.
    profiles : DataFrame
        As from `naming.profile_of`, by id.
    """

    members: pd.Series
    names: pd.DataFrame
    profiles: pd.DataFrame


class Lasting(NamedTuple):
    """The groups that stand.

    Attributes
    ----------
    members : Series of str
        The id of each customer's group, by customer.
    ids : list of str
        The largest group first.
    names : DataFrame
        By id, in that order: `features`, and `since`, `parent_id`, `change` as `standing` says.
    changes : DataFrame
        As from `lineage.changes`.
    profiles : DataFrame
        By id; also of absent groups that a pin or a veto waits for.
    gone_to : dict of str to list of str
        Groups that were found and are vetoed, and where their customers stand.
    found : dict
        The id of each label that was found, vetoed ones too.
    """

    members: pd.Series
    ids: list[str]
    names: pd.DataFrame
    changes: pd.DataFrame
    profiles: pd.DataFrame
    gone_to: dict[str, list[str]]
    found: dict


def settle(
    labels: pd.Series,
    features: pd.DataFrame,
    closeness: pd.DataFrame,
    before: Before,
    *,
    period: str,
    prefix: str,
    pinned: Iterable[str] = (),
    vetoed: Iterable[str] = (),
    kept: Mapping[Hashable, str] | None = None,
) -> Lasting:
    """Return found groups under ids that last, each named after what sets it apart.

    Parameters
    ----------
    labels : Series
        The label of each customer's group, by customer.
    features : DataFrame
        What the groups are told by, one row per customer, in the order of `labels`.
    closeness : DataFrame
        How near each customer is to each group, larger for nearer: one column per label.
    before : Before
        What the quarter before left.
    period, prefix : str
        This quarter; and how ids begin.
    pinned, vetoed : iterable of str
        What analysts decided, by id.
    kept : mapping of label to str, optional
        Ids that are known, because the model of the quarter before was kept; the groups are
        matched with those before otherwise.
    """
    profile = profile_of(features, labels)
    ids_of = dict(kept or {}) or lineage.follow(
        labels, before.members, profile_now=profile, profile_before=before.profiles,
        period=period, prefix=prefix, pinned=pinned,
    ).ids  # fmt: skip
    own = labels.map(ids_of).astype("str")
    members = dissolved(closeness.rename(columns=ids_of), own, vetoed)
    sizes = members.value_counts()
    ids = sorted(sizes.index, key=lambda name: (-sizes[name], name))
    stand = profile_of(features, members).reindex(ids).fillna(0.0)
    changes = lineage.changes(members, before.members, period=period)
    dissolved_ids = sorted(set(own.unique()) - set(ids))
    waited = carried(profile.rename(index=ids_of), before.profiles, [*pinned, *vetoed])
    return Lasting(
        members, ids, _names(ids, stand, changes, before, period), changes, waited,
        {name: sorted(set(members[own.eq(name)])) for name in dissolved_ids},
        ids_of,
    )  # fmt: skip


def _names(ids, profiles, changes, before: Before, period: str) -> pd.DataFrame:
    features = name_features(profiles, before.names["features"].to_dict())
    told = standing(ids, changes, before.names, period=period).reindex(ids)
    told.insert(0, "features", pd.Series(features, dtype="str").reindex(ids).to_numpy())
    return told
