"""Past campaigns: who was contacted, who was held out, and what it really did."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from helpers.demo import company, groups
from helpers.demo.customers import Customers
from helpers.demo.interventions import Intervention
from helpers.demo.streams import happens, stream

EFFECT_DAYS = 21  # the day of sending and those after it


@dataclass(frozen=True, kw_only=True)
class Campaign:
    """One campaign: a message to customers who had agreed to its channel.

    Attributes
    ----------
    name, title : str
    channel : str
        "email" or "sms".
    sent : date
    factors : tuple of float
        What it makes of the purchase rate for ``EFFECT_DAYS``, in the order of
        ``groups.KINDS``; a single one stands for all.
    share : float
        Share of those who had agreed that are in the target (proportion).
    holdout : float
        Share of the target that is left out on purpose (proportion).
    cost : float
        Of one contact, in yuan.
    """

    name: str
    title: str
    channel: str
    sent: date
    factors: tuple[float, ...]
    share: float = 1.0
    holdout: float = 0.2
    cost: float = 0.05


# Kinds: summit, weekend, studio, bargain, gift, fresh, trail.
CAMPAIGNS = (
    Campaign(name="C01", title="New year, new trails", channel="email",
             sent=date(2024, 1, 4), factors=(1.4,)),
    Campaign(name="C02", title="Spring layers", channel="email",
             sent=date(2024, 4, 9), factors=(1.5,)),
    Campaign(name="C03", title="6.18 last call", channel="sms",
             sent=date(2024, 6, 16), factors=(1.3,), cost=0.06),
    Campaign(name="C04", title="Double 11 preview", channel="email",
             sent=date(2024, 11, 6), factors=(1.5,)),
    Campaign(name="C05", title="Our values", channel="email",
             sent=date(2025, 2, 18), factors=(1.0,)),
    Campaign(name="C06", title="Tents out", channel="email", sent=date(2025, 4, 22),
             factors=(2.2, 1.4, 1.0, 1.2, 1.0, 1.0, 1.2)),
    Campaign(name="C07", title="Member days", channel="sms",
             sent=date(2025, 6, 15), factors=(1.4,), cost=0.06),
    Campaign(name="C08", title="Third reminder", channel="sms",
             sent=date(2025, 8, 5), factors=(0.8,), cost=0.06),
    Campaign(name="C09", title="Double 11 preview", channel="email",
             sent=date(2025, 11, 5), factors=(1.5,)),
    Campaign(name="C10", title="Gifts that last", channel="email", sent=date(2025, 12, 9),
             factors=(1.0, 1.1, 1.0, 1.2, 2.4, 1.0, 1.0)),
    Campaign(name="C11", title="Home studio", channel="email", sent=date(2026, 5, 6),
             factors=(1.0, 1.0, 2.0, 1.2, 1.0, 1.8, 1.0)),
    Campaign(name="C12", title="6.18 twenty per cent", channel="sms",
             sent=date(2026, 6, 14), factors=(1.4,), cost=0.06),
    Campaign(name="C13", title="Summer clearance", channel="email",
             sent=date(2026, 8, 4), factors=(1.5,)),
)  # fmt: skip


class Mailing(NamedTuple):
    """One campaign's target, one element per customer in it.

    Attributes
    ----------
    campaign : Campaign
    customer : numpy.ndarray of int
        Positions of the customers.
    contacted : numpy.ndarray of bool
        False for the holdout.
    """

    campaign: Campaign
    customer: np.ndarray
    contacted: np.ndarray

    def intervention(self, customers: Customers) -> Intervention:
        """Return what the message did to those who got it."""
        reached = self.customer[self.contacted]
        sent = company.day_number(self.campaign.sent)
        factor = np.broadcast_to(self.campaign.factors, len(groups.KINDS))
        factor = factor[customers.kind[reached]]
        return Intervention(self.campaign.name, reached, sent, sent + EFFECT_DAYS - 1, factor)


def simulate_mailings(customers: Customers, seed: int) -> list[Mailing]:
    """Return each campaign's target."""
    return [_mailing(campaign, customers, seed) for campaign in CAMPAIGNS]


def _mailing(campaign: Campaign, customers: Customers, seed: int) -> Mailing:
    rng = stream(seed, f"campaign {campaign.name}")
    sent = company.day_number(campaign.sent)
    able = customers.consents(campaign.channel, sent) & (customers.join_day < sent)
    customer = np.flatnonzero(able & happens(rng, campaign.share, len(able)))
    return Mailing(campaign, customer, ~happens(rng, campaign.holdout, len(customer)))
