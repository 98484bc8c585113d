"""Visits as Google Analytics exports them: one JSON object per event."""

from pathlib import Path

import numpy as np
import pyarrow as pa

from helpers.demo import company, habits, order_export, places, products, text
from helpers.demo.delivered import dates, in_window, write_packed
from helpers.demo.history import History
from helpers.demo.visits import Visits

NAMES = ("session_start", "view_item", "add_to_cart", "begin_checkout", "purchase")
START, VIEW, CART, CHECKOUT, PURCHASE = range(len(NAMES))
SECONDS_BETWEEN = 35
EPOCH_SECONDS = 1_696_089_600  # of the first day's midnight in the company's time, in UTC


def write_events(
    history: History, visits: Visits, delivery: company.Delivery, folder: Path
) -> None:
    """Write a delivery's new events, one packed file per quarter."""
    quarter = company.quarter_numbers()[visits.day]
    for number in np.unique(quarter[in_window(visits.day, delivery)]):
        days = np.flatnonzero(company.quarter_numbers() == number)
        first, last = (company.calendar()[days[at]].strftime("%Y%m%d") for at in (0, -1))
        chosen = np.flatnonzero(quarter == number)
        path = folder / f"ga4_events_{first}_{last}.json.gz"
        write_packed(path, event_lines(history, visits, chosen))


def event_lines(history: History, visits: Visits, chosen: np.ndarray) -> text.Text:
    """Return one JSON object per event of the chosen visits, visit by visit."""
    visit, event, product = _events(visits, chosen)
    within = np.arange(len(visit)) - np.searchsorted(visit, visit)
    moment = EPOCH_SECONDS + visits.day * 86_400 + visits.second
    stamp = text.number((moment[visit] + SECONDS_BETWEEN * within) * 1_000_000)
    of_visit = _visit_parts(history, visits, chosen, moment)
    place = pa.array(np.searchsorted(chosen, visit))
    return text.join(
        '{"event_date":"', dates(visits.day[visit], "%Y%m%d"), '","event_timestamp":"', stamp,
        '","event_name":"', text.lookup(NAMES, event), '",', of_visit.take(place),
        _purchases(history, visits, visit, event), _items(product), "}",
    )  # fmt: skip


def pseudo_ids(visits: Visits) -> text.Text:
    """Return the id that each visit's device is known by: one per visitor and device."""
    person = visits.visitor.astype(np.int64) * 4 + np.where(visits.app, 3, visits.device)
    first = text.number(10**8 + (person * 48_271 + 90_001) % 900_000_007)
    return text.join(first, ".", text.number(1_700_000_000 + person % 60_000_000))


def _events(visits: Visits, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return visit, event and product (or -1) of each event, in the order of their times."""
    views, cart = visits.views[chosen], visits.cart[chosen]
    ordered = visits.order[chosen] >= 0
    first = np.cumsum(visits.views) - visits.views
    start, last = first[chosen], first[chosen] + views - 1
    seen = np.repeat(start - (np.cumsum(views) - views), views) + np.arange(views.sum())
    none = np.full(len(chosen), -1)
    parts = [
        (chosen, none, START),
        (np.repeat(chosen, views), visits.product[seen], VIEW),
        (chosen[cart], visits.product[last][cart], CART),
        (chosen[ordered], visits.product[last][ordered], CHECKOUT),
        (chosen[ordered], visits.product[last][ordered], PURCHASE),
    ]
    visit = np.concatenate([part[0] for part in parts])
    product = np.concatenate([part[1] for part in parts])
    event = np.concatenate([np.full(len(part[0]), part[2], dtype=np.int8) for part in parts])
    by_time = np.lexsort((event, visit))
    return visit[by_time], event[by_time], product[by_time]


def _visit_parts(history: History, visits: Visits, chosen: np.ndarray, moment) -> text.Text:
    """Return what all events of a visit have in common."""
    visitor, count = visits.visitor[chosen], len(history.customers.kind)
    known = visits.logged_in[chosen] & (visitor < count)
    customer = np.where(visitor < count, visitor, 0)
    user = history.people.customer_id.take(pa.array(customer))
    place = np.where(visitor < count, history.customers.place[customer], visitor % 8)
    city = text.lookup([item.english for item in places.CITIES], place)
    country = text.choose(place < len(places.CHINA), "China", "United States")
    app, source = visits.app[chosen], visits.source[chosen]
    names, media = zip(*habits.SOURCES, strict=True)
    return text.join(
        '"event_params":[{"key":"ga_session_id","value":{"int_value":"',
        text.number(moment[chosen]), '"}}],"user_id":',
        text.choose(known, text.join('"', user, '"'), "null"),
        ',"user_pseudo_id":"', pseudo_ids(visits).take(pa.array(chosen)),
        '","platform":"', text.choose(app, "IOS", "WEB"),
        '","device":{"category":"', text.lookup(habits.DEVICES, visits.device[chosen]),
        '"},"geo":{"country":"', country, '","city":"', city,
        '"},"traffic_source":{"source":"', text.lookup(names, source),
        '","medium":"', text.lookup(media, source),
        '"},"privacy_info":{"analytics_storage":"Yes"}',
    )  # fmt: skip


def _purchases(history: History, visits: Visits, visit: np.ndarray, event: np.ndarray) -> text.Text:
    order = np.maximum(visits.order[visit], 0)
    name = order_export.order_names(order)
    revenue = text.money(history.orders.total[order])
    cell = text.join(
        ',"ecommerce":{"transaction_id":"', name, '","purchase_revenue":', revenue, "}"
    )
    return text.choose(event == PURCHASE, cell, "")


def _items(product: np.ndarray) -> text.Text:
    items = [
        f',"items":[{{"item_id":"{item.sku}","item_name":"{item.english}",'
        f'"item_category":"{item.category}"}}]'
        for item in products.PRODUCTS
    ]
    return text.lookup(["", *items], product + 1)
