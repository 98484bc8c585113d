"""What is told of personas, worked out from what customers did, answered and paid."""

import numpy as np
import pandas as pd
import pytest
from pages.reading import NOW
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

UNDONE = ("order_cancelled", "order_void")


def facts_of(tables, item):
    """The known rows of `persona_facts` on one item, by persona and part."""
    own = tables["persona_facts"]
    own = own[own["item"].eq(item) & own["status"].eq("known")]
    return own.set_index(["persona_id", "part"])


def told_of(values, personas):
    """Of each persona: mean, Student's interval and number of what is known of its members."""
    known = values.dropna()
    rows = {}
    for name, own in known.groupby(personas.reindex(known.index)):
        half = stats.t.ppf(0.975, len(own) - 1) * own.std(ddof=1) / np.sqrt(len(own))
        rows[name] = own.mean(), own.mean() - half, own.mean() + half, len(own)
    return pd.DataFrame.from_dict(rows, orient="index", columns=["value", "lower", "upper", "n"])


def is_the_same(told, anew):
    columns = list(anew)
    np.testing.assert_allclose(
        told.loc[anew.index, columns].astype(float), anew.astype(float), rtol=1e-6, atol=1e-9
    )


@pytest.mark.parametrize("block", ["category", "channel"])
def test_shares_of_what_members_do_are_means_of_their_acts(tables, block):
    acts, told = tables["acts"], facts_of(tables, block)
    acts = acts[pd.to_datetime(acts["snapshot_day"]).eq(NOW) & acts["block"].eq(block)]
    wide = acts.pivot_table(
        index="customer_id", columns="mark", values="recent_total", aggfunc="sum", fill_value=0
    )
    shares = wide.div(wide.sum(axis=1), axis=0).reindex(tables.main.index)

    marks = told.index.get_level_values("part").unique().intersection(wide.columns)
    assert len(marks) == len(wide.columns)
    for mark in marks:
        anew = told_of(shares[mark], tables.main)
        anew[["lower", "upper"]] = anew[["lower", "upper"]].clip(0, 1)
        is_the_same(told.xs(mark, level="part"), anew)


@pytest.fixture(scope="module")
def answers(tables):
    """Each customer's newest answer to each question that was asked by the as-of day."""
    own = tables.by_customer("survey_answers")
    own = own[pd.to_datetime(own["event_day"]).le(NOW)]
    newest = own.sort_values(["event_day", "delivery", "respondent_id"])
    return newest.drop_duplicates(["customer_id", "question"], keep="last")


def test_means_of_statements_are_those_of_members_newest_answers(tables, answers):
    found = tables["persona_facts"]
    items = sorted(found.loc[found["item"].str.startswith("q:I "), "item"].unique())

    assert len(items) >= 3
    for item in items:
        asked = answers["question"].str.replace(r"^Q\d+\. ", "", regex=True).eq(item[2:])
        own = answers[asked].set_index("customer_id")["value"]
        anew = told_of(own.reindex(tables.main.index), tables.main)
        is_the_same(facts_of(tables, item).xs("mean", level="part"), anew)


def test_shares_of_members_of_an_age_have_wilsons_interval(tables, answers):
    told = facts_of(tables, "age").drop("other", level="part", errors="ignore")
    own = answers[answers["question"].eq("Age")].set_index("customer_id")["answer"].dropna()
    persona = tables.main.reindex(own.index)

    for (name, part), row in told.iterrows():
        ages = own[persona.eq(name)]
        yes = int(ages.eq(part).sum())
        bounds = proportion_confint(yes, len(ages), method="wilson")
        assert row["n"] == len(ages)
        np.testing.assert_allclose(row[["value", "lower", "upper"]].astype(float),
                                   [yes / len(ages), *bounds], atol=1e-6)  # fmt: skip


def test_net_sales_of_personas_are_what_members_paid_less_what_was_taken_back(tables):
    lines, back = tables.by_customer("order_lines"), tables.canonical("reversals")
    back = back[pd.to_datetime(back["event_day"]).le(NOW)]
    back = back[back["delivery"].eq(lines["delivery"].max())]
    taken = back.groupby(["order_id", "line_number"])["amount"].sum().astype(float)
    undone = back.loc[back["rule"].isin(UNDONE), "order_id"]
    lines = lines.sort_values("delivery").drop_duplicates(["order_id", "line_number"], keep="last")
    days = pd.to_datetime(lines["event_day"])
    year = days.le(NOW) & days.gt(NOW - pd.Timedelta(days=365))
    own = lines[year & lines["kind"].eq("sale") & ~lines["order_id"].isin(undone)]
    lost = taken.reindex(pd.MultiIndex.from_frame(own[["order_id", "line_number"]])).fillna(0)
    net = (own["amount"].astype(float) - lost.to_numpy()).clip(lower=0)

    paid = net.groupby(own["customer_id"]).sum().reindex(tables.main.index).fillna(0)
    anew = paid.groupby(tables.main).mean()

    told = tables["persona_economics"].set_index("persona_id")["revenue"]
    np.testing.assert_allclose(told.loc[anew.index], anew, rtol=1e-6)


def test_margins_of_personas_and_their_intervals_are_those_of_their_members(tables):
    margin = tables["customer_margin"].set_index("customer_id")
    parts = ["goods", "parcels", "returns", "payment", "service"]
    left = margin["revenue"] - margin[parts].sum(axis=1)

    anew = told_of(left.reindex(tables.main.index), tables.main)

    own = tables["persona_economics"].set_index("persona_id").rename(
        columns={"margin": "value", "customers": "n"}
    )
    is_the_same(own, anew)
    everybody = margin["margin"].groupby(tables.main.reindex(margin.index).to_numpy())
    others = (margin["margin"].sum() - everybody.sum()) / (len(margin) - everybody.size())
    np.testing.assert_allclose(own["margin_elsewhere"], others.loc[own.index], rtol=1e-6)


def test_personas_are_as_large_as_their_members_are_many(tables):
    own, sizes = tables["personas"].set_index("persona_id"), tables.main.value_counts()

    assert own["customers"].to_dict() == sizes.to_dict()
    np.testing.assert_allclose(own["share"], own["customers"] / len(tables.main))
