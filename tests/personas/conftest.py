"""Tables as chapter 04 makes them, of three personas of an outdoor shop."""

from types import SimpleNamespace

import pandas as pd
import pytest

from helpers.personas.card.card_facts import fact_of

CARD_ITEMS = {
    "age": "age_and_work", "work": "age_and_work", "country": "places", "province": "places",
    "origin": "sources", "opened": "sources", "platform": "sources",
    "category": "splurge_and_save", "price": "splurge_and_save", "offer": "splurge_and_save",
    "code": "splurge_and_save", "channel": "how_they_shop", "returned": "what_disappoints",
    "rating": "what_disappoints", "tickets": "what_disappoints",
    "q:I compare prices before I buy": "how_they_shop",
    "q:I trust what other customers write": "whom_they_trust",
    "q:I train several times a week": "offline_life",
}  # fmt: skip
# Items that are shares of what somebody does, such as of orders; other shares are of people.
ACTS = ("category", "channel", "code", "offer", "returned", "opened", "origin", "time")
FORMED = ("category", "channel", "code", "returned", "time")


def fact(
    persona_id, item, part, value, elsewhere=None, *, form="share", n=580, spread=0.03,
    differs=None, status="known", question=None, card_item=None,
):  # fmt: skip
    """Return one row of `persona_facts`; what is far from elsewhere differs unless it is told."""
    elsewhere = value if elsewhere is None else elsewhere
    difference = value - elsewhere
    formed = item in FORMED
    clear = abs(difference) > spread
    known = status == "known"
    return {
        "persona_id": persona_id, "item": item, "part": part, "kind": "behavioural",
        "conclusion": "behaviour", "card_item": card_item or CARD_ITEMS.get(item, ""),
        "form": form, "of_people": form == "share" and item not in ACTS,
        "value": value if known else None,
        "lower": value - spread if known else None, "upper": value + spread if known else None,
        "n": n, "n_elsewhere": 3840, "elsewhere": elsewhere, "difference": difference,
        "difference_lower": difference - spread, "difference_upper": difference + spread,
        "formed": formed, "p_adjusted": None if formed else 0.001 if clear else 0.5,
        "differs": (clear and not formed) if differs is None else differs,
        "source": "acts", "status": status, "question": question,
    }  # fmt: skip


def trainers(one):
    return [
        fact(one, "age", "25-34", 0.44, 0.33, n=96, spread=0.1, differs=False),
        fact(one, "age", "35-44", 0.26, 0.34, n=96, spread=0.09, differs=False),
        fact(one, "age", "under 25", 0.2, 0.14, n=96, spread=0.08, differs=False),
        fact(one, "work", "employed", 0.46, 0.43, n=96, spread=0.1),
        fact(one, "work", "student", 0.21, 0.14, n=96, spread=0.08),
        fact(one, "country", "CN", 0.92, 0.92, n=580, spread=0.02),
        fact(one, "province", "GD", 0.17, 0.17, n=560, spread=0.03),
        fact(one, "province", "BJ", 0.11, 0.11, n=560, spread=0.03),
        fact(one, "category", "fitness", 0.42, 0.14),
        fact(one, "category", "nutrition", 0.38, 0.11),
        fact(one, "category", "other", 0.6, 0.1),
        fact(one, "channel", "app", 0.63, 0.38),
        fact(one, "channel", "web", 0.34, 0.54),
        fact(one, "channel", "pos", 0.03, 0.08),
        fact(one, "time", "morning", 0.41, 0.26),
        fact(one, "time", "evening", 0.35, 0.44),
        fact(one, "code", "yes", 0.22, 0.36),
        fact(one, "returned", "yes", 0.05, 0.11),
        fact(one, "opened", "yes", 0.51, 0.42, n=420),
        fact(one, "origin", "xiaohongshu", 0.21, 0.17, n=510),
        fact(one, "price", "mean", -0.04, 0.01, form="number", spread=0.02),
        fact(one, "rating", "mean", 3.7, 3.6, form="mean", n=190, spread=0.2),
        fact(one, "tickets", "mean", 0.11, 0.19, form="number", spread=0.03),
        fact(one, "orders_365", "mean", 2.3, 1.6, form="number", spread=0.2),
        fact(one, "recency_days", "mean", 176.0, 268.0, form="number", spread=14.0),
        fact(one, "net_amount_365", "mean", 912.0, 604.0, form="money", spread=85.0),
        fact(one, "member", "yes", 0.38, 0.23, spread=0.04),
        fact(one, "consent", "email", 0.57, 0.55, spread=0.04),
        fact(one, "q:I train several times a week", "mean", 4.4, 2.6, form="mean", n=96,
             spread=0.2, question="trains"),
        fact(one, "q:I compare prices before I buy", "mean", 3.1, 3.2, form="mean", n=96,
             spread=0.2, question="compares"),
        fact(one, "q:I trust what other customers write", "mean", 3.4, 3.3, form="mean", n=95,
             spread=0.2, question="trusts_customers"),
        fact(one, "main_reason", "", 0.0, status="not_asked", question="main_reason",
             card_item="main_reason"),
        fact(one, "q:What do you enjoy most?", "", 0.0, n=12, status="too_few",
             question="enjoys", card_item="what_is_fun"),
    ]  # fmt: skip


def hunters(one):
    return [
        fact(one, "age", "25-34", 0.36, 0.34, n=60, spread=0.12),
        fact(one, "country", "CN", 0.92, 0.92, n=900, spread=0.02),
        fact(one, "province", "SH", 0.14, 0.11, n=880, spread=0.02, differs=True),
        fact(one, "category", "clothing", 0.26, 0.25),
        fact(one, "channel", "app", 0.52, 0.4),
        fact(one, "channel", "web", 0.48, 0.5),
        fact(one, "time", "evening", 0.49, 0.41),
        fact(one, "time", "night", 0.13, 0.03),
        fact(one, "code", "yes", 0.87, 0.24),
        fact(one, "offer", "yes", 0.44, 0.14),
        fact(one, "returned", "yes", 0.41, 0.06),
        fact(one, "price", "mean", -0.2, 0.05, form="number", spread=0.02),
        fact(one, "rating", "mean", 3.3, 3.7, form="mean", n=260, spread=0.15),
        fact(one, "tickets", "mean", 0.45, 0.15, form="number", spread=0.04),
        fact(one, "recency_days", "mean", 249.0, 251.0, form="number", spread=13.0),
        fact(one, "net_amount_365", "mean", 480.0, 700.0, form="money", spread=50.0),
        fact(one, "consent", "email", 0.5, 0.56, spread=0.03),
        fact(one, "q:I compare prices before I buy", "mean", 4.6, 2.9, form="mean", n=61,
             spread=0.25, question="compares"),
        fact(one, "main_reason", "", 0.0, status="not_asked", question="main_reason",
             card_item="main_reason"),
    ]  # fmt: skip


def unasked(one):
    """Only what transactions tell."""
    return [
        fact(one, "country", "United Kingdom", 0.88, 0.92, n=320, spread=0.03),
        fact(one, "time", "afternoon", 0.6, 0.55, n=320),
        fact(one, "orders_365", "mean", 6.1, 2.0, form="number", spread=0.5, n=320),
        fact(one, "recency_days", "mean", 31.0, 120.0, form="number", spread=4.0, n=320),
        fact(one, "net_amount_365", "mean", 3200.0, 500.0, form="money", spread=300.0, n=320),
        fact(one, "q:?", "", 0.0, n=0, status="not_asked", question="age",
             card_item="age_and_work"),
    ]  # fmt: skip


@pytest.fixture
def facts():
    rows = [*trainers("p-7f3a"), *hunters("p-01bc"), *unasked("p-90de")]
    return pd.DataFrame(rows)


@pytest.fixture
def known(facts):
    """Everything that is known of a persona, as facts, by its id."""
    rows = facts[facts["status"].eq("known")].to_dict("records")

    def of(persona_id):
        return [fact_of(row) for row in rows if row["persona_id"] == persona_id]

    return of


@pytest.fixture
def personas():
    columns = [
        "persona_id", "name_en", "name_zh", "title_features", "customers", "share", "role",
        "since", "region", "age_group", "portrait_seed",
    ]  # fmt: skip
    return pd.DataFrame([
        ("p-01bc", "Zhou Nan", "周楠", "code=yes;returned=yes", 905, 0.2043, "do_not_pursue",
         "2024Q3", "CN/SH", "25-34", 1),
        ("p-7f3a", "Zheng Yifan", "郑一凡", "category=fitness;channel=app", 583, 0.1316, "ideal",
         "2025Q2", "CN/GD", "25-34", 2),
        ("p-90de", "Jamie Marsh", "杰米·马什", "frequency=high", 322, 0.0727, "cannot_tell",
         "2026Q3", "United Kingdom", None, 3),
    ], columns=columns)  # fmt: skip


@pytest.fixture
def economics():
    columns = [
        "persona_id", "customers", "revenue", "margin", "lower", "upper", "discount_share",
        "return_share", "tickets_per_year", "role", "reason", "what_to_do",
    ]  # fmt: skip
    return pd.DataFrame([
        ("p-01bc", 905, 480.2, -37.4, -52.0, -23.0, 0.81, 0.39, 0.45, "do_not_pursue",
         "reason_discounts", "do_rules_for_codes"),
        ("p-7f3a", 583, 911.7, 316.2, 290.1, 342.5, 0.2, 0.05, 0.11, "ideal", "reason_spends_more",
         "do_seek_more_alike"),
        ("p-90de", 322, 3199.4, None, None, None, None, 0.02, None, "cannot_tell",
         "reason_no_costs", None),
    ], columns=columns)  # fmt: skip


@pytest.fixture
def quotes():
    return pd.DataFrame([
        ("p-7f3a", 1, "Short and plain: lasts, and the fit is right.", 5.0, "fit"),
        ("p-7f3a", 2, "很耐用，第二天就到了！", 4.0, "delivery"),
        ("p-7f3a", 3, "Update: the material feels solid but delivery was late again.", 3.0, ""),
        ("p-7f3a", 4, "A fourth one.", 3.0, ""),
        ("p-01bc", 1, "买完就降价。", 2.0, "price"),
    ], columns=["persona_id", "place", "text", "rating", "about"])  # fmt: skip


@pytest.fixture
def strip():
    rows = []
    for one, shares in {
        "p-7f3a": {"app": (2, 24, 9, 22), "web": (1, 16, 10, 13), "pos": (0, 1, 1, 1)},
        "p-01bc": {"app": (9, 8, 10, 26), "web": (4, 8, 12, 23)},
    }.items():
        for channel, told in shares.items():
            for part, share in zip(
                ("night", "morning", "afternoon", "evening"), told, strict=True
            ):
                rows.append((one, part, channel, share * 30, share / 100))
    return pd.DataFrame(rows, columns=["persona_id", "part_of_day", "channel", "cases", "share"])


@pytest.fixture
def quality():
    return pd.DataFrame(
        [("consistency", "p-7f3a", 0.82, 0.78, 0.86, 583), ("coverage", "", 0.7, 0.6, 0.8, 4400)],
        columns=["measure", "persona_id", "value", "lower", "upper", "n"],
    )


@pytest.fixture
def questions():
    return {
        "main_reason": {"en": "What is your main reason to buy from us?",
                        "zh": "您选择我们的主要原因是？"},
        "enjoys": {"en": "What do you enjoy most?", "zh": "您最喜欢做什么？"},
        "trains": {"en": "I train several times a week", "zh": "我每周锻炼好几次"},
        "age": {"en": "How old are you?", "zh": "您的年龄是？"},
    }  # fmt: skip


@pytest.fixture
def report():
    """Stand in for the report: groups below ten are too small."""
    def few(number):
        return 0 < number < 10

    def safe(frame, *, count):
        return frame.assign(**{count: frame[count].astype(float).where(~frame[count].map(few))})

    return SimpleNamespace(
        safe=safe, tells_of_few=lambda part, whole: few(part) or few(whole - part)
    )
