"""The contracts of a company, with what lists tell of their customers; or what is missing."""

from datetime import date
from typing import NamedTuple

import pandas as pd

from helpers.churn.contract_terms import Terms, contract_terms
from helpers.churn.hazard_ratios import hazard_ratios
from helpers.churn.tenure import order_lives, survival_by
from helpers.evidence.traits import WideTraits, wide_traits
from helpers.workspace import Desk, contracts
from helpers.workspace.contracts_on import COLUMNS, Contracts, contracts_on, what_is_not_told
from helpers.workspace.order_days import order_days

FEWEST_ENDINGS = 50  # below which nothing is learned from endings
NONE = Contracts(pd.DataFrame(columns=COLUMNS), dated=False, left_out=0)


class Known(NamedTuple):
    """What is known of a company's contracts on the as-of day.

    Attributes
    ----------
    contracts : Contracts
        Without rows where `why` says what is missing.
    traits : WideTraits or None
        Traits of their customers.
    terms : Terms or None
        What contracts differ by.
    why : str or None
        The key of what is missing.
    """

    contracts: Contracts
    traits: WideTraits | None
    terms: Terms | None
    why: str | None


NOTHING = Known(NONE, None, None, "churn_contracts.none")


def read_contracts(desk: Desk, *, flag_months: int = 0) -> Known:
    """Return the contracts of a company as known on the as-of day.

    Parameters
    ----------
    desk : Desk
        Where `subscriptions`, `identities` and `traits` are read.
    flag_months : int
        Of contracts without days: within how many months before its last day a file says that
        contracts have ended; 0 where it says so of all that ever ended.
    """
    if desk.read("subscriptions?").count().to_pandas() == 0:
        return NOTHING
    told = desk.read("subscriptions?", by_customer=True).to_pandas()
    why = why_no_contracts(told, desk.as_of)
    if why is not None:
        return Known(NONE, None, None, why)
    found = contracts_on(told, desk.as_of, flag_months=flag_months)
    customers = found.rows["customer_id"].dropna().unique()
    traits = wide_traits(desk.read("traits?"), customers)
    return Known(found, traits, contract_terms(found.rows, traits), None)


def why_no_contracts(subscriptions: pd.DataFrame, day: date) -> str | None:
    """Return the key of what contracts lack to be looked at, or None where nothing is lacking."""
    lacking = what_is_not_told(subscriptions, day)
    if lacking is not None:
        return f"churn_contracts.{lacking}"
    ended = contracts_on(subscriptions, day).rows["ended"]
    if ended.all() or not ended.any():
        return "churn_contracts.all_ended" if ended.all() else "churn_contracts.none_ended"
    return "churn_contracts.few_ended" if ended.sum() < FEWEST_ENDINGS else None


def contract_hazards(known: Known) -> pd.DataFrame:
    """Return the table `churn_hazards`; without rows where there are no contracts."""
    if known.terms is None:
        return contracts.empty("churn_hazards")
    return hazard_ratios(known.contracts.rows, known.terms)


def tenures(desk: Desk, known: Known, *, window_days: int) -> pd.DataFrame:
    """Return the table `churn_tenure`: how long contracts last, and how long customers order.

    Parameters
    ----------
    desk : Desk
        Where `order_lines` and `persona_members` are read.
    known : Known
        As from `read_contracts`.
    window_days : int
        Days of silence after which a customer without a contract is gone.
    """
    members = desk.read("persona_members?")
    main = members[members["is_main"].astype(bool)].set_index("customer_id")["persona_id"]
    rows = known.contracts.rows
    days = order_days(desk.read("order_lines?", by_customer=True))
    lives = order_lives(days, as_of=desk.as_of, window_days=window_days)
    of_contracts = {"plan": rows["plan"], "persona": rows["customer_id"].map(main)}
    of_orders = {"persona": lives["customer_id"].map(main)}
    parts = [survival_by(rows, of_contracts, form="contract"),
             survival_by(lives, of_orders, form="orders")]  # fmt: skip
    told = [part for part in parts if len(part)]
    return pd.concat(told, ignore_index=True) if told else contracts.empty("churn_tenure")
