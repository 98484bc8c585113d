"""The simulated company as the tables that chapter 08's part on advertising reads.

They are made straight from the history, so that recovery can be measured apart from the intake;
what the history alone knows (kinds of customers, effects) is not in them. The truth beside them
is `truth`.
"""

from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from helpers.demo import advertising, company, market, products
from helpers.demo.history import History
from helpers.demo.market_files import GOODS, spend_in_yuan_cents
from helpers.workspace import contracts, engine

YEAR = 365


class DemoDesk(NamedTuple):
    """What stands for a desk: the tables of one seed by name."""

    frames: dict[str, pd.DataFrame]
    as_of: date = company.LAST_DAY

    def read(self, name: str, *, by_customer: bool = False) -> Any:
        """Return a table; one that the benchmark does not make has no rows."""
        del by_customer  # customers are known by one number here
        contract = contracts.load(name.rstrip("?"))
        empty = contract.schema.to_pyarrow().empty_table()
        frame = self.frames.get(contract.name)
        if contract.size == "customer":
            return empty.to_pandas() if frame is None else frame
        return engine.in_memory(empty if frame is None else pa.Table.from_pandas(frame))


class Truth(NamedTuple):
    """What is true of the channels of one seed.

    Attributes
    ----------
    carry_over, half_saturation : ndarray, shape (channels,)
        As planted.
    orders : ndarray, shape (channels,)
        Orders of the last year that are owed to each channel, and first orders among them: of
        each order, the part of its kind's rate on its day that comes from the channel.
    gains : ndarray, shape (channels, factors)
        Orders of that year that there would have been more with the channel's spend scaled.
    """

    carry_over: np.ndarray
    half_saturation: np.ndarray
    orders: np.ndarray
    gains: np.ndarray


def channel_names() -> list[str]:
    """Return the channels in the order of the truth: that of their names."""
    return sorted(channel.name for channel in advertising.CHANNELS)


def demo_desk(history: History) -> DemoDesk:
    """Return the tables of a history."""
    shop = history.demand.market
    return DemoDesk({
        "order_lines": _lines(history), "ad_spend": _spend(history),
        "prices": _weekly(shop.list_price[:, :GOODS, 0] / 100, "price"),
        "promotions": _promotions(shop.percent[:, :GOODS]),
        "competitor_prices": _weekly(_rivals(shop), "price").assign(competitor="rival"),
        "campaigns": _campaigns(history), "experiments": _experiments(history),
    })  # fmt: skip


def truth(history: History, factors: np.ndarray) -> Truth:
    """Return what is true of a history's channels over its last year."""
    spend = history.demand.spend.astype(float)
    reach = np.array([channel.reach for channel in advertising.CHANNELS])
    effects = advertising.effects(history.demand.spend)
    lift = 1 + effects @ reach
    late = history.orders.day >= company.DAYS - YEAR
    day, kind = history.orders.day[late], history.customers.kind[history.orders.customer[late]]
    part = reach[:, kind] / lift[day, kind]
    gains = [
        [(part[place] * (effect - effects[:, place])[day]).sum() for effect in scaled]
        for place, scaled in enumerate(_scaled(spend, factors))
    ]
    order = np.argsort([channel.name for channel in advertising.CHANNELS])
    planted = advertising.CHANNELS
    return Truth(
        np.array([planted[place].carry_over for place in order]),
        np.array([planted[place].half_saturation for place in order]),
        (part * effects[day].T).sum(axis=1)[order], np.array(gains)[order],
    )  # fmt: skip


def _scaled(spend: np.ndarray, factors: np.ndarray) -> list[list[np.ndarray]]:
    """Return each channel's effect by day with its pressure scaled, the unit of pressure kept."""
    found = []
    for place, channel in enumerate(advertising.CHANNELS):
        felt = advertising.pressure(spend[:, place], channel.carry_over)
        felt = felt / felt.mean()
        found.append([
            channel.largest_lift * factor * felt / (factor * felt + channel.half_saturation)
            for factor in factors
        ])  # fmt: skip
    return found


def _days(number: np.ndarray) -> pd.Series:
    days = pd.Series(pd.to_datetime(company.FIRST_DAY) + pd.to_timedelta(number, unit="D"))
    return days.dt.date.astype(pd.ArrowDtype(pa.date32()))


def _lines(history: History) -> pd.DataFrame:
    orders, lines = history.orders, history.lines
    of = np.repeat(np.arange(len(orders.day)), orders.lines)
    skus = products.column("sku")
    return pd.DataFrame({
        "order_id": of.astype(str), "customer_id": orders.customer[of].astype(str),
        "event_day": _days(orders.day[of].astype(int)), "kind": "sale",
        "product_id": skus[lines.product], "quantity": lines.quantity.astype(int),
        "net_amount": lines.price * lines.quantity / 100.0,
    })  # fmt: skip


def _spend(history: History) -> pd.DataFrame:
    spend = spend_in_yuan_cents(history)
    day, place = np.nonzero(spend)
    names = np.array([channel.name for channel in advertising.CHANNELS])
    return pd.DataFrame({
        "event_day": _days(day), "channel": names[place], "spend": spend[day, place] / 100.0,
    })  # fmt: skip


def _weekly(values: np.ndarray, name: str) -> pd.DataFrame:
    week, item = np.indices(values.shape)
    skus = products.column("sku")
    return pd.DataFrame({
        "product_id": skus[item.ravel()], "event_day": _days(7 * week.ravel()),
        name: values.ravel(),
    })  # fmt: skip


def _promotions(percent: np.ndarray) -> pd.DataFrame:
    week, item = np.nonzero(percent < 100)
    return pd.DataFrame({
        "product_id": products.column("sku")[item], "event_day": _days(7 * week),
        "last_day": _days(7 * week + 6), "discount_percent": 100.0 - percent[week, item],
    })  # fmt: skip


def _rivals(shop: market.Market) -> np.ndarray:
    names = list(products.CATEGORIES)
    category = [names.index(item.category) for item in products.PRODUCTS[:GOODS]]
    return shop.competitor[:, category]


def _campaigns(history: History) -> pd.DataFrame:
    sent = [company.day_number(mailing.campaign.sent) for mailing in history.mailings]
    return pd.DataFrame({"event_day": _days(np.array(sent))})


def _experiments(history: History) -> pd.DataFrame:
    first, last = (
        np.array([company.day_number(getattr(trial.experiment, end)) for trial in history.trials])
        for end in ("first_day", "last_day")
    )
    return pd.DataFrame({"event_day": _days(first), "last_day": _days(last)})
