"""What was sold, day by day and product by product, and where: counted in the engine.

Counted are lines of orders as they were placed, whatever became of them later: a price moves
who orders. A line counts once however many pieces it has, so that one order of a thousand pieces
does not make a price look like a wonder.
"""

from typing import NamedTuple

import ibis
import pandas as pd
from ibis.expr.types import Table

from helpers.workspace import Desk
from helpers.workspace.categories import with_categories

REGION_SHARE = 0.03  # of all lines, for a region to be looked at by itself
ELSEWHERE = "other"


class Sold(NamedTuple):
    """Lines sold in the engine, and the shop's own lists as frames, each as known on a day.

    Attributes
    ----------
    lines : Table
        One row per line sold: `order_id`, `customer_id`, `event_day`, `product_id`,
        `product_name`, `category`, `quantity`, `unit_price`, `list_price`, `amount`, `currency`,
        `region`.
    prices, promotions, rivals, stock, costs, advertising : DataFrame
        The canonical tables `prices`, `promotions`, `competitor_prices`, `stock`, `costs` and
        `ad_spend`; without rows where the company has none.
    """

    lines: Table
    prices: pd.DataFrame
    promotions: pd.DataFrame
    rivals: pd.DataFrame
    stock: pd.DataFrame
    costs: pd.DataFrame
    advertising: pd.DataFrame


def read_sold(desk: Desk) -> Sold:
    """Return what was sold by the desk's day, customers as people, and the shop's lists."""
    lines = desk.read("order_lines", by_customer=True)
    lines = with_products(lines, desk.read("products?"))
    lines = with_categories(lines, desk.read("events?"))
    lists = [desk.read(f"{name}?").to_pandas() for name in
             ("prices", "promotions", "competitor_prices", "stock", "costs",
              "ad_spend")]  # fmt: skip
    # Counted several times, and joined from four tables: kept by the engine.
    return Sold(placed(lines, desk.read("orders?")).cache(), *map(dated, lists))


def with_products(lines: Table, products: Table) -> Table:
    """Return order lines whose missing category is that of the list of products."""
    known = products.filter(products.category.notnull())
    newest = known.group_by("product_id").agg(listed_as=known.category.argmax(known.delivery))
    joined = lines.left_join(newest, "product_id")
    category = ibis.coalesce(joined.category, joined.listed_as)
    return joined.mutate(category=category).drop("product_id_right", "listed_as")


def placed(lines: Table, orders: Table) -> Table:
    """Return lines sold of known products, each with its region: country and province."""
    sold = lines.filter(lines.kind == "sale", lines.product_id.notnull(), lines.quantity > 0)
    where = orders.select("order_id", to_country=orders.country, to_province=orders.province)
    joined = sold.left_join(where, "order_id")
    country = ibis.coalesce(joined.to_country, joined.country)
    region = ibis.ifelse(
        joined.to_province.notnull(), country + "/" + joined.to_province, country
    )  # fmt: skip
    return joined.select(
        "order_id", "customer_id", "event_day", "product_id", "product_name", "category",
        "quantity", "unit_price", "list_price", "amount", "currency", region=region,
    )  # fmt: skip


def by_day(lines: Table, *parts: str) -> pd.DataFrame:
    """Return what was sold per day and product, and per part where columns are named.

    Returns
    -------
    DataFrame
        `event_day`, `product_id`, the parts, `lines`, `pieces` and `spend` (company currency).
    """
    counted = lines.group_by("event_day", "product_id", *parts).agg(
        lines=lines.count(), pieces=lines.quantity.sum(), spend=lines.amount.sum().cast("float64")
    )
    order = ["event_day", "product_id", *parts]
    return dated(counted.order_by(order).to_pandas())


def paid_by_day(lines: Table) -> pd.DataFrame:
    """Return what was paid per day and product, in the currency of most lines.

    Amounts of other currencies move with the rate of exchange, which nobody saw on a price tag.
    """
    currency = lines.currency.value_counts().to_pandas()
    count = next(name for name in currency if name != "currency")
    first = currency.sort_values([count, "currency"], ascending=[False, True])["currency"].iloc[0]
    own = lines.filter(lines.currency == first)
    found = own.group_by("event_day", "product_id").agg(
        paid=own.unit_price.cast("float64").median(),
        listed=ibis.coalesce(own.list_price, own.unit_price).cast("float64").median(),
    )
    return dated(found.order_by("event_day", "product_id").to_pandas())


def most_told(lines: Table, column: str) -> pd.Series:
    """Return of each product what most of its lines tell, such as its category or name.

    Of two that are told as often the first by name; a product of which nothing is told is left
    out.
    """
    counted = lines.group_by("product_id", column).agg(lines=lines.count()).to_pandas()
    ranked = counted.sort_values(["lines", column], ascending=[False, True]).dropna(subset=column)
    return ranked.drop_duplicates("product_id").set_index("product_id")[column]


def with_regions(lines: Table) -> Table:
    """Return lines whose region is one of those large enough to be looked at by themselves.

    A province with few lines counts to the rest of its country, a country with few to `other`.
    """
    counted = lines.group_by("region").agg(lines=lines.count()).to_pandas()
    names = region_names(counted.set_index("region")["lines"])
    told = ibis.memtable(names.rename("shown").rename_axis("region").reset_index())
    joined = lines.left_join(told, lines.region == told.region)
    shown = ibis.coalesce(joined.shown, ibis.literal(ELSEWHERE))
    return joined.mutate(region=shown).drop("region_right", "shown")


def region_names(lines: pd.Series) -> pd.Series:
    """Return under which name each region is looked at.

    Parameters
    ----------
    lines : Series
        Lines by region, `country/province` or `country`; a missing region may be among them.

    Examples
    --------
    >>> region_names(pd.Series({"CN/GD": 90, "CN/NM": 1, "US/WA": 9})).to_dict()
    {'CN/GD': 'CN/GD', 'CN/NM': 'CN/other', 'US/WA': 'US/WA'}
    """
    known = lines[lines.index.notna()]
    least = REGION_SHARE * lines.sum()
    own = pd.Series(known.index, known.index, dtype="str")
    names = own.where(known >= least, own.str.split("/").str[0] + f"/{ELSEWHERE}")
    left = known.groupby(names).sum()
    return names.where(names.map(left).ge(least / 3), ELSEWHERE).astype("str")


def dated(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose days are moments of pandas, and whose money is plain numbers."""
    days = [name for name in ("event_day", "last_day") if name in frame]
    money = [name for name in ("price", "unit_cost", "spend") if name in frame]
    frame = frame.assign(**{name: pd.to_datetime(frame[name]) for name in days})
    return frame.astype({name: "datetime64[us]" for name in days} | dict.fromkeys(money, float))
