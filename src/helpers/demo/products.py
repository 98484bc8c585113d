"""What the company sells: goods, and the pseudo-products that stand among them in an export."""

from typing import NamedTuple

import numpy as np

CATEGORIES = ("footwear", "clothing", "packs_tents", "fitness", "nutrition", "accessories")
PSEUDO = "pseudo"

# Goods have this prefix; a row whose sku is missing counts as goods too.
GOODS_SKU = "NB-"


class Product(NamedTuple):
    """One product: names in both shop languages, list prices and relative popularity."""

    sku: str
    category: str
    english: str
    chinese: str
    cny: float
    usd: float
    popularity: float


PRODUCTS = (
    Product("NB-FTW-01", "footwear", "Ridge Trail Runner", "山脊越野跑鞋", 599, 89, 3.0),
    Product("NB-FTW-02", "footwear", "Granite Mid Boot GTX", "花岗岩中帮徒步靴", 899, 139, 2.0),
    Product("NB-FTW-03", "footwear", "Summit Mountaineering Boot", "雪线高山靴", 2199, 329, 0.5),
    Product("NB-FTW-04", "footwear", "Stream Sandal", "溯溪凉鞋", 329, 49, 1.6),
    Product("NB-FTW-05", "footwear", "Tempo Road Shoe", "节奏公路跑鞋", 459, 69, 2.4),
    Product("NB-FTW-06", "footwear", "Camp Slipper", "营地棉拖", 159, 25, 1.2),
    Product("NB-FTW-07", "footwear", "Lift Training Shoe", "深蹲训练鞋", 499, 79, 1.0),
    Product("NB-CLO-01", "clothing", "Stormline Shell Jacket", "风暴线硬壳冲锋衣", 1599, 239, 1.2),
    Product("NB-CLO-02", "clothing", "Feather Down Jacket", "轻羽羽绒服", 1199, 179, 1.3),
    Product("NB-CLO-03", "clothing", "Merino Base Layer", "美利奴打底衫", 369, 59, 2.4),
    Product("NB-CLO-04", "clothing", "Windbreak Vest", "防风马甲", 299, 45, 1.6),
    Product("NB-CLO-05", "clothing", "Quick-Dry Tee", "速干 T 恤", 129, 19, 3.6),
    Product("NB-CLO-06", "clothing", "Trek Trousers", "徒步长裤", 349, 55, 2.2),
    Product("NB-CLO-07", "clothing", "Flow Leggings", "流动瑜伽裤", 239, 39, 2.0),
    Product("NB-CLO-08", "clothing", "Fleece Hoodie, Brushed", "拉绒抓绒衣", 279, 45, 1.8),
    Product("NB-PCK-01", "packs_tents", "Dayhike Pack 22 L", "一日徒步包 22 升", 329, 49, 2.2),
    Product("NB-PCK-02", "packs_tents", "Traverse Pack 48 L", "长线背包 48 升", 899, 135, 1.0),
    Product("NB-PCK-03", "packs_tents", "Two-Person Tent", "双人三季帐", 1299, 199, 0.8),
    Product("NB-PCK-04", "packs_tents", "Family Tent 4P", "家庭四人帐", 2399, 359, 0.4),
    Product("NB-PCK-05", "packs_tents", "Down Sleeping Bag -5", "零下五度羽绒睡袋", 999, 149, 0.7),
    Product("NB-PCK-06", "packs_tents", "Folding Camp Chair", "折叠营地椅", 189, 29, 1.6),
    Product("NB-PCK-07", "packs_tents", "Canopy Tarp", "天幕", 459, 69, 0.8),
    Product("NB-FIT-01", "fitness", "Grip Yoga Mat", "防滑瑜伽垫", 199, 32, 2.6),
    Product("NB-FIT-02", "fitness", "Adjustable Dumbbell 20 kg", "可调哑铃 20 公斤", 799, 119, 0.8),
    Product("NB-FIT-03", "fitness", "Resistance Band Set", "弹力带套装", 89, 15, 2.8),
    Product("NB-FIT-04", "fitness", "Kettlebell 12 kg", "壶铃 12 公斤", 259, 42, 1.2),
    Product("NB-FIT-05", "fitness", "Foam Roller", "泡沫轴", 119, 19, 1.8),
    Product("NB-FIT-06", "fitness", "Speed Rope", "竞速跳绳", 59, 10, 2.2),
    Product("NB-FIT-07", "fitness", "Folding Walking Pad", "折叠走步机", 2299, 349, 0.25),
    Product("NB-NUT-01", "nutrition", "Energy Gel, Box of 12", "能量胶 12 支装", 168, 26, 2.4),
    Product("NB-NUT-02", "nutrition", "Whey Protein 1 kg", "乳清蛋白 1 公斤", 269, 42, 2.2),
    Product("NB-NUT-03", "nutrition", "Electrolyte Tabs", "电解质泡腾片", 69, 11, 2.6),
    Product("NB-NUT-04", "nutrition", "Trail Mix 500 g", "混合坚果 500 克", 79, 12, 2.0),
    Product("NB-NUT-05", "nutrition", "Freeze-Dried Meal", "冻干正餐", 49, 8, 1.6),
    Product("NB-ACC-01", "accessories", "Trekking Poles, Pair", "登山杖一对", 359, 55, 1.2),
    Product("NB-ACC-02", "accessories", "Headlamp 400", "头灯 400 流明", 189, 29, 1.6),
    Product("NB-ACC-03", "accessories", "Steel Bottle 750 ml", "不锈钢水壶 750 毫升", 149, 24, 2.4),
    Product("NB-ACC-04", "accessories", "Merino Socks, 2 Pairs", "美利奴袜两双", 99, 16, 3.2),
    Product("NB-ACC-05", "accessories", "Sun Cap", "遮阳帽", 109, 18, 2.0),
    Product("NB-ACC-06", "accessories", "GPS Sports Watch", "GPS 运动手表", 1399, 209, 0.7),
    Product("GIFT-CARD", PSEUDO, "Gift Card", "礼品卡", 200, 30, 0.0),
    Product("SHIP-INS", PSEUDO, "Shipping Insurance", "运费险", 3, 1, 0.0),
)

GIFT_CARD = next(number for number, item in enumerate(PRODUCTS) if item.sku == "GIFT-CARD")
INSURANCE = next(number for number, item in enumerate(PRODUCTS) if item.sku == "SHIP-INS")

# What goes with what: after the first, the next line of the order is the second this often.
COMPANIONS = (
    ("NB-FTW-02", "NB-ACC-04"),  # boots and socks
    ("NB-PCK-03", "NB-PCK-05"),  # tent and sleeping bag
    ("NB-FIT-02", "NB-NUT-02"),  # dumbbell and protein
    ("NB-FTW-01", "NB-NUT-01"),  # trail shoe and gels
    ("NB-CLO-07", "NB-FIT-01"),  # leggings and yoga mat
    ("NB-CLO-01", "NB-ACC-01"),  # shell jacket and poles
)
COMPANION_SHARE = 0.3


def position(sku: str) -> int:
    """Return the position of the product with this sku."""
    return next(number for number, item in enumerate(PRODUCTS) if item.sku == sku)


def column(field: str) -> np.ndarray:
    """Return one field of all products, in the order of ``PRODUCTS``."""
    return np.array([getattr(item, field) for item in PRODUCTS])


def price_cents() -> np.ndarray:
    """Return list prices in cents, shape (products, 2): in CNY and in USD."""
    return np.stack([column("cny"), column("usd")], axis=1).astype(np.int32) * 100


def appeal(tastes: np.ndarray, price_taste: np.ndarray) -> np.ndarray:
    """Return how likely each group is to choose each product, shape (groups, products).

    Parameters
    ----------
    tastes : numpy.ndarray, shape (groups, categories)
        Leaning to each category.
    price_taste : numpy.ndarray, shape (groups,)
        Exponent of the price within a category.
    """
    appeals = np.zeros((len(tastes), len(PRODUCTS)))
    for position, category in enumerate(CATEGORIES):
        members = column("category") == category
        price = column("cny")[members]
        leaning = (price / price.mean()) ** price_taste[:, None] * column("popularity")[members]
        shares = leaning / leaning.sum(axis=1, keepdims=True)
        appeals[:, members] = tastes[:, [position]] * shares
    return appeals
