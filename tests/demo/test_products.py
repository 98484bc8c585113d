import re

import numpy as np
import pytest

from helpers.demo import products


def test_forty_goods_in_six_categories_have_unique_skus_and_names():
    goods = [item for item in products.PRODUCTS if item.category != products.PSEUDO]

    assert len(goods) == 40
    assert {item.category for item in goods} == set(products.CATEGORIES)
    for field in ("sku", "english", "chinese"):
        assert len(set(products.column(field))) == len(products.PRODUCTS)


def test_goods_and_pseudo_products_are_told_apart_by_sku():
    for item in products.PRODUCTS:
        assert item.sku.startswith(products.GOODS_SKU) == (item.category != products.PSEUDO)


def test_prices_in_dollars_are_within_a_tenth_of_the_exchange_rate():
    goods = slice(0, products.GIFT_CARD)
    cny, usd = products.price_cents()[goods].T

    assert np.median(cny / usd) == pytest.approx(6.6, abs=0.5)


def test_chinese_names_hold_chinese_characters():
    assert all(re.search(r"[\u4e00-\u9fff]", item.chinese) for item in products.PRODUCTS)


def test_appeal_of_each_category_is_the_groups_taste_and_pseudo_products_have_none():
    tastes = np.array([[1.0, 2, 3, 4, 5, 6]])

    appeal = products.appeal(tastes, np.array([0.5]))

    categories = products.column("category")
    for taste, category in zip(tastes[0], products.CATEGORIES, strict=True):
        assert appeal[0, categories == category].sum() == pytest.approx(taste)
    assert appeal[0, categories == products.PSEUDO].sum() == 0


def test_a_taste_for_price_moves_choice_to_the_dearer_product():
    plain, dear = products.appeal(np.ones((2, 6)), np.array([0.0, 1.0]))
    footwear = np.flatnonzero(products.column("category") == "footwear")
    prices = products.column("cny")[footwear]

    assert (dear / plain.clip(1e-9))[footwear[prices.argmax()]] > 1
    assert (dear / plain.clip(1e-9))[footwear[prices.argmin()]] < 1
