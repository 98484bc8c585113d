"""Reviews on the shop's pages, and posts about the company elsewhere."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from helpers.demo import company, groups, leaving, opinions, order_export, products, text
from helpers.demo.delivered import dates, in_window, moments, panel, write_csv
from helpers.demo.history import History
from helpers.demo.opinions import Opinions
from helpers.demo.streams import happens, stream

REVIEWED, DAYS_TO_REVIEW = 0.07, 12  # share of the orders that were delivered; mean
POSTED = 0.012  # of the orders
NAMED = 0.4  # share of posts whose author the company knows
PLATFORMS = (("weibo", "xiaohongshu", "douyin"), ("instagram", "reddit", "youtube"))
TAGS = ("#北行户外", "#NorthboundOutfitters")


class Feedback(NamedTuple):
    """Texts of one source, one element per text, in the order of their days.

    Attributes
    ----------
    source : str
        "review" or "post".
    order : numpy.ndarray of int
        Position of the order that the text is about.
    day : numpy.ndarray of int
    product : numpy.ndarray of int
    opinions : Opinions
        What the texts mean.
    texts : list of str
        What they say.
    """

    source: str
    order: np.ndarray
    day: np.ndarray
    product: np.ndarray
    opinions: Opinions
    texts: list[str]

    @property
    def ids(self) -> text.Text:
        """Each text's id at its source."""
        return text.join(self.source[0].upper(), text.number(np.arange(len(self.day)) + 1, width=7))


def simulate_feedback(history: History, source: str) -> Feedback:
    """Return the texts of one source: "review" or "post"."""
    rng, orders, customers = stream(history.seed, source), history.orders, history.customers
    share = REVIEWED if source == "review" else POSTED
    able = panel(len(customers.kind), history.seed)[orders.customer]
    able &= history.aftermath.dispatched_day < company.NEVER
    order = np.flatnonzero(able & happens(rng, share, len(able)))
    wait = 3 + rng.exponential(DAYS_TO_REVIEW, len(order))
    day = orders.day[order].astype(np.int64) + wait.astype(np.int64)
    order, day = order[day < company.DAYS], day[day < company.DAYS]
    by_day = np.lexsort((order, day))
    order, day = order[by_day], day[by_day]
    line = orders.first_line[order] + rng.integers(0, orders.lines[order])
    product, who = history.lines.product[line], orders.customer[order]
    told = opinions.simulate_opinions(
        product,
        groups.acting(customers.kind[who], day),
        leaving.is_remote(customers.place[who]),
        customers.trouble_day[who] <= day,
        rng,
    )
    texts = opinions.tell(told, customers.chinese[who], rng)
    return Feedback(source, order, day, product, told, texts)


def write_reviews(
    history: History, reviews: Feedback, delivery: company.Delivery, path: Path
) -> None:
    """Write the reviews that are new in a delivery."""
    new = np.flatnonzero(in_window(reviews.day, delivery))
    order, take = reviews.order[new], pa.array(new)
    person = history.people.take(pa.array(history.orders.customer[order]))
    rating = opinions.stars(
        opinions.mood(reviews.opinions, len(reviews.day)), stream(history.seed, "stars")
    )
    write_csv(path, {
        "review_id": reviews.ids.take(take),
        "created_at": moments(reviews.day[new], 28_800 + (order * 37) % 50_000),
        "product_sku": text.lookup(products.column("sku").tolist(), reviews.product[new]),
        "rating": text.number(rating[new]),
        "title": text.lookup([""], new * 0),
        "body": pa.array(reviews.texts, pa.string()).take(take),
        "reviewer_name": person.first_name,
        "reviewer_email": person.email,
        "order": order_export.order_names(order),
        "verified": text.lookup(["true"], new * 0),
    })  # fmt: skip


def write_posts(history: History, posts: Feedback, delivery: company.Delivery, path: Path) -> None:
    """Write the posts that are new in a delivery; most authors are known by a handle only."""
    new = np.flatnonzero(in_window(posts.day, delivery))
    customer = history.orders.customer[posts.order]
    chinese = history.customers.chinese[customer].astype(np.int8)
    names = np.array(PLATFORMS[::-1]).ravel().tolist()
    tag = text.lookup(TAGS[::-1], chinese)
    body = text.join(pa.array(posts.texts, pa.string()), " ", tag)
    columns = {
        "post_id": posts.ids,
        "posted_at": dates(posts.day),
        "platform": text.lookup(names, chinese * 3 + posts.order % 3),
        "author": handles(history, posts),
        "text": body,
        "likes": text.number((posts.order * 7_919) % 97),
        "language": text.lookup(["en", "zh"], chinese),
    }
    write_csv(path, {name: column.take(pa.array(new)) for name, column in columns.items()})


def handles(history: History, posts: Feedback) -> text.Text:
    """Return by which name each author posts: for some, the name in the e-mail address."""
    customer = history.orders.customer[posts.order]
    emails = history.people.email.take(pa.array(customer)).to_pylist()
    local = pa.array([email.split("@")[0].replace(".", "_") for email in emails], pa.string())
    other = text.join("trail", text.number((customer.astype(np.int64) * 48_271) % 10**6))
    return text.choose(named(history, posts) & text.filled(local), local, other)


def named(history: History, posts: Feedback) -> np.ndarray:
    """Return which posts show the name in their author's e-mail address."""
    shown = happens(stream(history.seed, "handles"), NAMED, len(history.customers.kind))
    return shown[history.orders.customer[posts.order]]
