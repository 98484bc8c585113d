"""Prices, promotions, costs and stock, as a company's own people keep them in tables."""

from helpers.intake.format import made_at_home
from helpers.intake.layout import Layout
from helpers.intake.spellings import DAY, FIRST_DAY, LAST_DAY, PRICE, PRODUCT, SINCE, WEEK

COMPETITOR_PRICES = Layout(
    "competitor_prices",
    {
        "event_day": (*WEEK, *DAY, "observed_on", "采集日期"),
        "competitor": ("competitor", "competitor name", "shop", "retailer", "rival", "竞品",
                       "竞争对手", "竞品店铺"),
        "product_id": ("our_sku", "our sku", *PRODUCT, "本店货号"),
        "price": ("competitor_price", *PRICE, "竞品价格"),
    },
    record=("event_day", "competitor", "product_id"),
)  # fmt: skip
LIST_PRICES = Layout(
    "prices",
    {"product_id": PRODUCT, "event_day": SINCE, "price": PRICE},
    record=("product_id", "event_day"),
)
PROMOTIONS = Layout(
    "promotions",
    {
        "promotion": ("promotion", "promotion_name", "promo", "offer", "活动名称", "促销活动",
                      "促销"),
        "product_id": PRODUCT,
        "event_day": FIRST_DAY,
        "last_day": LAST_DAY,
        "discount_percent": ("discount_percent", "discount_pct", "discount %", "percent_off",
                             "折扣百分比", "优惠比例"),
    },
    record=("promotion", "product_id", "event_day"),
    constants={"product_id": ""},
)  # fmt: skip
COSTS = Layout(
    "costs",
    {
        "product_id": PRODUCT, "event_day": SINCE,
        "unit_cost": ("unit_cost", "cost", "cost per item", "cost_price", "purchase_price",
                      "成本", "单位成本", "采购价"),
    },
    record=("product_id", "event_day"),
)  # fmt: skip
SERVING_COSTS = Layout(
    "serving_costs",
    {
        "activity": ("activity", "cost_driver", "driver", "作业", "成本动因"),
        "unit": ("unit", "per", "basis", "单位"),
        "cost": ("cost", "rate", "unit_cost", "成本", "单价"),
    },
    record=("activity",),
)
STOCK = Layout(
    "stock",
    {
        "event_day": (*WEEK, *DAY, "snapshot_date", "盘点日期"),
        "product_id": PRODUCT,
        "pieces": ("pieces", "stock", "on_hand", "on hand", "inventory", "quantity", "available",
                   "库存", "库存数量", "可用库存"),
    },
    record=("event_day", "product_id"),
)  # fmt: skip
FORMATS = (
    made_at_home("competitor-prices", COMPETITOR_PRICES, ("event_day", "competitor", "price")),
    made_at_home("list-prices", LIST_PRICES, ("product_id", "event_day", "price")),
    made_at_home("promotions", PROMOTIONS, ("promotion", "event_day", "last_day")),
    made_at_home("product-costs", COSTS, ("product_id", "event_day", "unit_cost")),
    made_at_home("serving-costs", SERVING_COSTS, ("activity", "unit", "cost")),
    made_at_home("stock", STOCK, ("event_day", "product_id", "pieces")),
)
