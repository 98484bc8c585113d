"""The contracts of a company: read, learnt from, foretold, and what is missing for it."""

from datetime import date
from functools import cache
from typing import NamedTuple

import pandas as pd

from helpers.value.contract_forecast import contract_value, months_ahead
from helpers.value.contract_held_out import best_way, contract_scores, hold_out
from helpers.value.contract_renewals import Renewals, contract_renewals, learn_renewals
from helpers.value.histories import NotIdentified
from helpers.value.tiers import value_tiers
from helpers.workspace import Desk, contracts
from helpers.workspace.contracts_on import COLUMNS, contracts_on, what_is_not_told

MONTHS_OF = {91: 3, 182: 6, 365: 12, 730: 24}  # renewals within so many days


class ContractOutlook(NamedTuple):
    """What is known of contracts, and foretold.

    Attributes
    ----------
    rows : DataFrame
        As of `contracts_on`; without rows where `why` says what is missing.
    dated : bool
        Whether days are told, or months and a flag alone.
    left_out : int
        Contracts whose time is not told.
    why : str or None
        The key of what is missing for a forecast, with the values of its sentence in `lacking`.
    value, renewals, scores : DataFrame
        The tables `contract_value`, `contract_renewals` and `contract_scores`.
    each : DataFrame
        One row per running contract: `customer_id`, `plan`, `months_12`, and what it is to
        bring in so many days, discounted (`predicted_clv_<days>`).
    """

    rows: pd.DataFrame
    dated: bool
    left_out: int
    why: str | None
    lacking: dict[str, int]
    value: pd.DataFrame
    renewals: pd.DataFrame
    scores: pd.DataFrame
    each: pd.DataFrame


NOTHING = ContractOutlook(
    pd.DataFrame(columns=COLUMNS), False, 0, None, {}, contracts.empty("contract_value"),
    contracts.empty("contract_renewals"), contracts.empty("contract_scores"),
    pd.DataFrame(columns=["customer_id", "plan", "months_12",
                          *(f"predicted_clv_{days}" for days in MONTHS_OF)]),
)  # fmt: skip


def contract_outlook(
    desk: Desk, people: pd.DataFrame, *, yearly_rate: float, flag_months: int = 0, seed: int = 0
) -> ContractOutlook:
    """Return what contracts of customers in scope are still to bring.

    Parameters
    ----------
    desk : Desk
        Where `subscriptions` are read.
    people : DataFrame
        The table `customers`.
    yearly_rate : float
        What money that comes a year later is worth less (proportion).
    flag_months : int
        Of contracts without days: within how many months before its last day a file says that
        contracts have ended; 0 where it says so of all that ever ended.
    seed : int
        Of all that is drawn.
    """
    if desk.read("subscriptions?").count().to_pandas() == 0:
        return NOTHING._replace(why="value_contracts.none")
    outside = people.loc[~people["in_scope"].astype(bool), "customer_id"]

    @cache
    def read(day: date) -> pd.DataFrame:
        told = desk.read("subscriptions?", as_of=day, by_customer=True).to_pandas()
        return told[~told["customer_id"].isin(outside)]

    lacking = what_is_not_told(read(desk.as_of), desk.as_of)
    if lacking is not None:
        return NOTHING._replace(why=f"value_contracts.{lacking}")
    known = contracts_on(read(desk.as_of), desk.as_of, flag_months=flag_months)
    begun = NOTHING._replace(rows=known.rows, dated=known.dated, left_out=known.left_out)
    held = hold_out(read, known.rows, desk.as_of) if known.dated else None
    scores = contract_scores(held, desk.as_of, seed=seed)
    try:
        way = best_way(scores)
        renewals = learn_renewals(known.rows, way=way, ends_at=known.ends_at)
        return _foretold(begun._replace(scores=scores), renewals, yearly_rate, seed)
    except NotIdentified as refused:
        numbers = {"found": refused.found, "needed": refused.needed}
        return begun._replace(why=f"value_contracts.few_{refused.missing}", lacking=numbers)


def _foretold(
    begun: ContractOutlook, renewals: Renewals, yearly_rate: float, seed: int
) -> ContractOutlook:
    rows = begun.rows
    running = rows[rows["runs"]]
    each = running[["customer_id", "plan"]].assign(months_12=months_ahead(renewals, running, 12))
    for days, months in MONTHS_OF.items():
        ahead = months_ahead(renewals, running, months, yearly_rate=yearly_rate)
        each[f"predicted_clv_{days}"] = running["monthly_amount"] * ahead
    return begun._replace(
        value=contract_value(rows, renewals, yearly_rate=yearly_rate, seed=seed),
        renewals=contract_renewals(rows, renewals), each=each,
    )


def with_contracts(worth: pd.DataFrame, outlook: ContractOutlook, as_of: date) -> pd.DataFrame:
    """Return the table `customer_value` with customers who have a contract and no order.

    Who orders is valued by orders, since what contracts cost may be among them.

    Parameters
    ----------
    worth : DataFrame
        As from `customer_value`.
    outlook : ContractOutlook
        What contracts are to bring.
    as_of : date
        The day on which both are foretold.
    """
    own = outlook.each[~outlook.each["customer_id"].isin(worth["customer_id"])]
    amounts = [f"predicted_clv_{days}" for days in MONTHS_OF]
    by = own.dropna(subset=["customer_id", *amounts]).groupby("customer_id")
    told = by[["months_12", *amounts]].sum().astype(float)
    if told.empty:
        return worth
    more = told[amounts].round(2).assign(
        value_tier=value_tiers(told[amounts[2]], told["months_12"]), clv_basis="contract",
        snapshot_day=pd.Timestamp(as_of),
    ).reset_index()  # fmt: skip
    both = more if worth.empty else pd.concat([worth, more], ignore_index=True)
    both = both.reindex(columns=worth.columns)
    place = both.sort_values(["predicted_clv_365", "customer_id"], ascending=[False, True]).index
    rank = pd.Series(range(1, len(both) + 1), index=place, dtype="Int64")
    return both.assign(rank=rank.where(both["predicted_clv_365"].notna()))
