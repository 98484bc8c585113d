"""Where customers stand between their first order and their last, by a window and by rhythm."""

from datetime import date

import numpy as np
import pandas as pd

from helpers.evidence.intervals import proportion_interval
from helpers.evidence.membership import is_among
from helpers.evidence.rhythm import FEWEST_GAPS, gaps_of, late_after, learn_rhythm
from helpers.segmentation.snapshots import Snapshots

STATES = ("new", "repeat", "regained", "lapsed", "nothing_kept", "prospect")
WITHOUT = ("nothing_kept", "prospect")  # an order that was kept
IN_TIME, LATE, NO_RHYTHM = "in_time", "late", "no_rhythm"
WINDOW, RHYTHM = "by_window", "by_rhythm"
RETURNED = ["rule", "state", "customers", "returned", "share", "lower", "upper"]


def life_cycle(
    days: pd.DataFrame, people: pd.DataFrame, day: date, *, window_days: int
) -> pd.DataFrame:
    """Return where each customer in scope stands on a day.

    By the window: *new* (one order day, within it), *repeat* (several, the last within it),
    *regained* (the same, after a pause longer than the window), *lapsed* (none within it),
    *nothing_kept* (every order was taken back), *prospect* (never ordered). By the customer's
    own rhythm: *late* where so long a pause is rarer than one in twenty, given the gaps before.

    Parameters
    ----------
    days : DataFrame
        As from `order_days`, as known on the day.
    people : DataFrame
        The table `customers`.
    window_days : int
        Length of the window, in days.

    Returns
    -------
    DataFrame
        The table `life_cycle`, without the day.
    """
    scope = people[people["in_scope"]].set_index("customer_id")
    own = days[is_among(days["customer_id"], scope.index) & days["event_day"].le(pd.Timestamp(day))]
    by = own.groupby("customer_id")["event_day"]
    told = gaps_of(own).assign(
        first_order_day=by.min(), last_order_day=by.max(), order_days=by.size(),
        days_since=(pd.Timestamp(day) - by.max()).dt.days,
    )  # fmt: skip
    told = told.assign(state=_states(told, window_days), **_by_rhythm(told))
    every = told.reindex(scope.index)
    without = scope["is_prospect"].map({True: "prospect", False: "nothing_kept"})
    every["state"] = every["state"].where(every["state"].notna(), without)
    every["rhythm"] = every["rhythm"].fillna(NO_RHYTHM)
    every["order_days"] = every["order_days"].fillna(0)
    whole = dict.fromkeys(["order_days", "days_since"], "Int64")
    return every.drop(columns=["gaps", "gap_days", "last_gap_days"]).astype(whole).reset_index()


def in_scope(days: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Return the order days of the customers in scope."""
    scope = people.loc[people["in_scope"], "customer_id"]
    return days[is_among(days["customer_id"], scope)].reset_index(drop=True)


def a_year_before(
    snapshots: Snapshots, people: pd.DataFrame, days: list[date], window_days: int
) -> dict[date, pd.DataFrame]:
    """Return where customers stood four quarters before the last day; without it, nothing."""
    if len(days) < 5 or snapshots.days[days[-5]].empty:
        return {}
    then = days[-5]
    return {then: life_cycle(snapshots.days[then], people, then, window_days=window_days)}


def returned_since(
    snapshots: Snapshots, people: pd.DataFrame, days: list[date], *, window_days: int
) -> pd.DataFrame:
    """Return who of each state came back in the last quarter: the table `returned_after`."""
    if len(days) < 2:
        return pd.DataFrame(columns=RETURNED)
    then, now = days[-2], days[-1]
    stood = life_cycle(snapshots.days[then], people, then, window_days=window_days)
    return came_back(stood, snapshots.days[now], then)


def _states(told: pd.DataFrame, window_days: int) -> pd.Series:
    recent, several = told["days_since"] < window_days, told["order_days"] > 1
    back = told["last_gap_days"] > window_days
    found = np.select([~recent, ~several, back], ["lapsed", "new", "regained"], "repeat")
    return pd.Series(found, index=told.index, dtype="str")


def _by_rhythm(told: pd.DataFrame) -> dict[str, pd.Series]:
    """Return usual gap, lateness limit and verdict of who has a rhythm."""
    gaps, total = told["gaps"].to_numpy(), told["gap_days"].to_numpy(dtype=float)
    learnt, has = learn_rhythm(gaps, total), told["gaps"].ge(FEWEST_GAPS)
    if learnt is None:
        nothing = pd.Series(np.nan, index=told.index)
        return {"late_after_days": nothing, "usual_gap_days": nothing,
                "rhythm": pd.Series(NO_RHYTHM, index=told.index, dtype="str")}  # fmt: skip
    limit = pd.Series(late_after(learnt, gaps, total), index=told.index).where(has)
    verdict = np.select([~has, told["days_since"] > limit], [NO_RHYTHM, LATE], IN_TIME)
    return {
        "late_after_days": limit.round(1), "usual_gap_days": told["usual_gap_days"].where(has),
        "rhythm": pd.Series(verdict, index=told.index, dtype="str"),
    }  # fmt: skip


def state_sizes(tables: dict[date, pd.DataFrame]) -> pd.DataFrame:
    """Return how many customers stood in each state, day by day.

    Parameters
    ----------
    tables : dict of date to DataFrame
        As from `life_cycle`, by its day, the newest first. On earlier ones nobody is counted who
        had kept no order: who was known so early cannot be told from who was not.

    Returns
    -------
    DataFrame
        The table `life_cycle_sizes`: `snapshot_day`, `state`, `customers`.
    """
    rows = []
    for place, (day, told) in enumerate(tables.items()):
        sizes = told["state"].value_counts()
        states = [state for state in STATES if place == 0 or state not in WITHOUT]
        rows += [(pd.Timestamp(day), state, int(sizes[state])) for state in states
                 if state in sizes]  # fmt: skip
    return pd.DataFrame(rows, columns=["snapshot_day", "state", "customers"])


def by_rhythm(now: pd.DataFrame) -> pd.DataFrame:
    """Return how many customers of each state are late by their own rhythm, for readers."""
    kept = now[~now["state"].isin(WITHOUT)]
    sizes = kept.groupby(["state", "rhythm"]).size().rename("customers").reset_index()
    order = [STATES.index(state) for state in sizes["state"]]
    return sizes.assign(order=order).sort_values(["order", "rhythm"]).drop(columns="order")


def came_back(then: pd.DataFrame, days: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return who of each state came back after the day on which the state was told.

    Only customers with a rhythm of their own: so the two rules speak of the same people.

    Parameters
    ----------
    then : DataFrame
        As from `life_cycle`, on an earlier day.
    days : DataFrame
        As from `order_days`, as known now.
    day : date
        That earlier day; orders after it count.

    Returns
    -------
    DataFrame
        The table `returned_after`: one row per rule and state with `customers`, `returned`, and
        `share` with Wilson's interval.
    """
    known = then[then["rhythm"].ne(NO_RHYTHM)]
    after = days.loc[days["event_day"].gt(pd.Timestamp(day)), "customer_id"]
    back = pd.Series(is_among(known["customer_id"], after), index=known.index)
    lapsed = known["state"].eq("lapsed").map({True: "lapsed", False: "active"})
    rows = []
    for rule, states in ((WINDOW, lapsed), (RHYTHM, known["rhythm"])):
        for state, own in back.groupby(states):
            found = proportion_interval(int(own.sum()), len(own))
            rows.append((rule, state, len(own), int(own.sum()), *found))
    return pd.DataFrame(rows, columns=RETURNED)
