"""Every number on a page is that of a table: pages are parsed, and each number worked out anew."""

import re
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from sklearn.metrics import adjusted_rand_score

from helpers.reporting.speaking import Speaker
from helpers.reporting.wording import Wording
from helpers.segmentation import called

NUMBER = re.compile(r"(?<![A-Za-z\d])[−-]?[¥$£€]?\d+(?:,\d{3})*(?:\.\d+)?(?:\s?%)?")
DATE = re.compile(r"\b\d{1,2}\s[A-Z][a-z]+\s20\d\d\b")
PERIOD = "data/processed/demo/2026Q3"
NOW = pd.Timestamp("2026-09-30")


class Page(NamedTuple):
    """A page: its tables by key as frames of text, and its sentences by key, in order."""

    tables: dict[str, pd.DataFrame]
    sentences: dict[str, list[str]]


def parse(html):
    soup, tables, sentences = BeautifulSoup(html, "html.parser"), {}, {}
    for table in soup.select("table[data-says]"):
        columns = [cell["data-column"] for cell in table.select("th[data-column]")]
        rows = [[cell.get_text(" ", strip=True) for cell in row.select("td, th")]
                for row in table.select("tbody tr")]  # fmt: skip
        told = [row for row in rows if len(row) == len(columns)]  # else: there is nothing to show
        tables[table["data-says"]] = pd.DataFrame(told, columns=columns)
    for piece in soup.select("p[data-says], div.finding"):
        key = piece.get("data-says") or piece["id"].removeprefix("finding-")
        sentences.setdefault(key, []).append(piece.get_text(" ", strip=True))
    for figure in soup.select("figure"):
        key = figure.select_one("table[data-says]")["data-says"]
        sentences[f"{key}, alt"] = [figure.img["alt"]]
    return Page(tables, sentences)


def numbers(text):
    return NUMBER.findall(DATE.sub("", text))


def is_number(text):
    return bool(NUMBER.fullmatch(text))


def agrees(text, expected):
    """Whether a number as it is read is that value, to the digits that are read."""
    digits = re.sub(r"[^\d.]", "", text).partition(".")[2]
    own = 100 * expected if text.endswith("%") else expected
    return abs(value(text) - own) <= 0.5 * 10 ** -len(digits) + 1e-6


def value(text):
    return float(re.sub(r"[^\d.-]", "", text.replace("−", "-")))


def people(count):
    """A number of people as pages tell it."""
    return 5 * np.floor(np.asarray(count) / 5 + 0.5)


def shares(count, whole):
    """Shares of people, taken from rounded numbers."""
    return people(count) / people(whole)


class Tables:
    """The written tables of the demo's newest quarter, read by name."""

    def __init__(self, root):
        self.folder = root / PERIOD

    def __getitem__(self, name):
        return pd.read_parquet(self.folder / f"{name}.parquet")

    @property
    def now(self):
        segments = self["segments"]
        return segments[pd.to_datetime(segments["snapshot_day"]).eq(NOW)]

    @property
    def buyers(self):
        return self.now[self.now["r_score"].notna()]


@pytest.fixture(scope="module")
def tables(demo):
    return Tables(demo)


@pytest.fixture(scope="module")
def segmentation(demo):
    return parse((demo / "reports/demo/2026Q3/05_segmentation.html").read_text("utf-8"))


def by_group(customers, by):
    grouped = customers.groupby(by)
    size, revenue = grouped.size(), grouped["monetary"].sum()
    return pd.DataFrame({
        "customers": people(size), "share": people(size) / people(size).sum(), "revenue": revenue,
        "revenue_share": revenue / revenue.sum(),
        "median_recency_days": grouped["recency_days"].median(),
        "median_frequency": grouped["frequency"].median(),
        "mean_monetary": grouped["monetary"].mean(),
    })  # fmt: skip


def concentration(spend, points):
    ordered = np.sort(spend)[::-1]
    reached = np.concatenate([[0], ordered.cumsum() / ordered.sum()])
    at = np.linspace(0, 1, points)
    return pd.DataFrame({
        "share_of_customers": at,
        "share_of_spend": np.interp(at * len(spend), range(len(reached)), reached),
    })  # fmt: skip


def snapshots(tables):
    kept = tables["segments"].dropna(subset="r_score").groupby("snapshot_day")
    return pd.DataFrame({
        "customers": people(kept.size()), "median_recency_days": kept["recency_days"].median(),
        "median_frequency": kept["frequency"].median(),
        "median_monetary": kept["monetary"].median(),
    })  # fmt: skip


def score_grid(tables):
    cells = tables.buyers.groupby(["r_score", "f_score"]).size().rename("customers").reset_index()
    return cells.assign(customers=people(cells["customers"]))


def largest_spend_first(by):
    return lambda tables: by_group(tables.buyers, by).sort_values("revenue", ascending=False)


def tiers(by):
    order = ["high", "mid", "low", "zero", "potential"]
    return lambda tables: by_group(tables.now, by).reindex(order).dropna(subset="customers")


def written(name, *, order=None, rows=None):
    """The rows of a table as it was written, or some of them in another order."""

    def read(tables):
        frame = tables[name]
        frame = frame[rows(frame)] if rows else frame
        return frame.sort_values(**order) if order else frame

    return read


def evidence(tables):
    found, whole = tables["cluster_evidence"], len(tables.buyers)
    return found.assign(smallest_share=shares(found["smallest_share"] * whole, whole))


def changed_classes(tables):
    """The share of customers in another value class under another convention."""
    kept = tables.buyers

    def score(values, bins, *, lower_is_better=False):
        rank = values.rank(ascending=not lower_is_better, method="average")
        return np.ceil(rank / len(values) * bins - 1e-9).clip(1, bins)

    def classes(bins, cut):
        told = [
            score(kept["recency_days"], bins, lower_is_better=True),
            score(kept["frequency"], bins), score(kept["monetary"], bins),
        ]  # fmt: skip
        return sum((one > cut(one)) * weight for one, weight in zip(told, (1, 2, 4), strict=True))

    usual = classes(5, np.mean)
    others = [classes(4, np.mean), classes(10, np.mean), classes(5, np.median)]
    moved = np.array([(other != usual).sum() for other in others])
    return pd.DataFrame({"changed": shares(moved, len(kept))})


def cuts(tables):
    found = tables["spend_cuts"]
    return found.assign(customers=people(found["customers"])).sort_values(
        ["customers", "mean_spend"]
    )


def explained(tables):
    return tables["group_explanation"].sort_values("explained", ascending=False)


def strongest(formed):
    """Each group's four largest differences, of what formed it or of what is known to differ."""

    def read(tables):
        found = tables["group_differences"]
        kept = found[found["formed"].eq(formed) & (found["formed"] | found["differs"])]
        size = kept["effect"].abs()
        ordered = kept.assign(size=size).sort_values("size", ascending=False)
        first = by_size(tables, ordered).groupby("segment_id").head(4)
        return first.assign(customers=people(first["customers"]))

    return read


def by_size(tables, frame):
    """Rows of the largest segment first."""
    names = tables["segment_names"].sort_values(["customers", "segment_id"],
                                                ascending=[False, True])  # fmt: skip
    place = {name: number for number, name in enumerate(names["segment_id"])}
    return frame.sort_values("segment_id", key=lambda ids: ids.map(place), kind="stable")


def roll(tables):
    found = by_size(tables, tables["segment_names"])
    sizes = people(found["customers"])
    return found.assign(customers=sizes, share=sizes / sizes.sum())


def clusters(tables):
    told = by_group(tables.buyers, "segment_id").reset_index()
    return by_size(tables, told)


def rules(tables):
    found = by_size(tables, tables["cluster_rules"])
    return found.assign(customers=people(found["customers"]))


def in_english(tables):
    """What segments and personas are called, by id."""
    names = called(tables["segment_names"], Speaker(Wording("en"))).to_dict()
    return names | tables["personas"].set_index("persona_id")["name_en"].to_dict()


def flows(tables):
    """Everybody who stayed or moved, by the names of both segments."""
    found = tables["segment_changes"].dropna(subset=["from_id", "to_id"])
    names = in_english(tables)
    return found.assign(
        segment_before=found["from_id"].map(names), segment=found["to_id"].map(names),
        customers=people(found["customers"]),
    )  # fmt: skip


def whys(tables):
    sizes = tables["segment_moves"]["why"].fillna("?").value_counts()
    told = [*sorted(sizes[sizes >= 10], reverse=True), *([sizes[sizes < 10].sum()] if
            (sizes < 10).any() else [])]  # fmt: skip
    return pd.DataFrame({"customers": people(told), "share": people(told) / people(told).sum()})


def judged(tables):
    found = tables["tactical_evidence"].set_index("way")
    found = found.loc[["chance_of_buying", "latest_order", "at_random"]]
    return found.assign(share=shares(found["found"], found["buyers"]))


def tactical_in(groups):
    """How much of each group is in the tactical segments, by their names on the page."""

    def read(tables):
        of = groups(tables).map(in_english(tables))
        whole = of.value_counts()
        rows = []
        for way, own in tables["tactical_segments"].groupby("tactical"):
            for name, size in of[of.index.isin(own["customer_id"])].value_counts().items():
                rows.append((f"by the {way}", name, people(size), shares(size, whole[name])))
        return pd.DataFrame(
            rows, columns=["tactical", "segment", "customers", "share_of_segment"]
        )

    return read


def segments_of(tables):
    return tables.buyers.set_index("customer_id")["segment_id"]


def personas_of(tables):
    members = tables["persona_members"]
    return members[members["is_main"]].set_index("customer_id")["persona_id"]


def personas_in_segments(tables):
    found, names = tables["segment_personas"], in_english(tables)
    whole = found.groupby("segment_id")["customers"].transform("sum")
    return pd.DataFrame({
        "segment": found["segment_id"].map(names), "persona": found["persona_id"].map(names),
        "customers": people(found["customers"]),
        "share_of_segment": shares(found["customers"], whole),
    })  # fmt: skip


def rates(frame, part, whole="customers", **more):
    """The share of each group's people who did something, beside what else is shown of it."""
    told = frame.assign(rate=shares(frame[part].astype(float), frame[whole]), **more)
    return told.assign(**{whole: people(frame[whole])})


def states(tables):
    found = tables["life_cycle_sizes"]
    return found.assign(customers=people(found["customers"])).sort_values("customers")


def rhythms(tables):
    kept = tables["life_cycle"].dropna(subset="last_order_day")
    sizes = kept.groupby(["state", "rhythm"]).size().rename("customers").reset_index()
    order = sizes["state"].map(["new", "repeat", "regained", "lapsed"].index)
    sizes = sizes.assign(order=order, customers=people(sizes["customers"]))
    return sizes.sort_values(["order", "rhythm"])


def returned(tables):
    found = tables["returned_after"].sort_values(["rule", "state"], ascending=[False, True])
    return rates(found, "returned")


def loyal(tables):
    found = tables["loyalty"].set_index("group").loc[["everybody", "early_member", "not_early"]]
    return rates(found.reset_index(), "returned")


def cohort_grid(tables):
    found = tables["cohorts"]
    return rates(found[found["age"].gt(0)], "active")


def cohort_ends(tables):
    found = tables["cohorts"].set_index(["cohort", "age"])
    sizes = found.groupby(level="cohort")["customers"].first()
    told = {
        f"{name}_rate": shares(found["active"].xs(age, level="age").reindex(sizes.index), sizes)
        for name, age in (("next", 1), ("year", 4))
    }
    return pd.DataFrame({"customers": people(sizes), **told})


def first_years(tables):
    found = tables["cohort_years"]
    return found.assign(customers=people(found["customers"]))


def category_pairs(tables):
    found = tables["cross_shop"]
    kept = found[found["differs"]].sort_values("affinity", ascending=False)
    return kept.assign(customers=people(kept["customers"]), expected=people(kept["expected"]))


def as_read(frame):
    return frame.assign(visiting=people(frame["visitors"]), rate=frame.get("share"))


def way(tables):
    found = tables["visit_funnel"]
    return as_read(found[found["cut"].eq("all")].sort_values("place"))


def ends(tables):
    found = tables["visit_funnel"]
    last = found[found["step"].eq("purchase") & found["cut"].ne("all")].set_index(["cut", "part"])
    first = found[found["place"].eq(1)].set_index(["cut", "part"]).loc[last.index]
    return as_read(last.assign(visitors=first["visitors"], visits=first["visits"])).sort_values(
        ["visits", "rate"]
    )


def stops(tables):
    return as_read(tables["visit_stops"]).sort_values(["visits", "rate"])


def times(tables):
    return as_read(tables["visit_times"]).sort_values(["visits", "median_seconds", "visiting"])


def wait(name):
    def read(tables):
        found = tables["order_time_days"]
        own = found[found["waited_for"].eq(name)]
        return own.assign(customers=people(own["customers"]), rate=own["share"])

    return read


def responses(tables):
    found = tables["mail_response"]
    order = found["measure"].map({"opened": 0, "clicked": 1, "unsubscribed": 2})
    found = found.assign(order=order).dropna(subset="order")
    return rates(found.sort_values(["order", "cut", "part"]), "responding")


def likeness(tables):
    found = tables["alike_evidence"].set_index("way").loc[["alike", "recency", "by_chance"]]
    told = rates(found.reset_index(), "found", "members")
    return told.assign(rate=told["rate"].fillna(0.1))


def reasons(tables):
    whys = tables["alike"].sort_values("place").head(100)["why"].str.split(";").explode()
    sizes = whys.value_counts()
    return pd.DataFrame({"customers": people(sizes.sort_values(ascending=False).head(8))})


SEGMENTATION = {
    "segmentation_way.states": states,
    "segmentation_way.rhythms": rhythms,
    "segmentation_way.returned": returned,
    "segmentation_way.loyalty": loyal,
    "segmentation_way.cohorts": cohort_grid,
    "segmentation_way.summary": cohort_ends,
    "segmentation_way.years": first_years,
    "segmentation_way.pairs": category_pairs,
    "segmentation_way.way": way,
    "segmentation_way.ends": ends,
    "segmentation_way.stops": stops,
    "segmentation_way.times": times,
    "segmentation_way.first_waits": wait("first_order"),
    "segmentation_way.second_waits": wait("second_order"),
    "segmentation_way.responses": responses,
    "segmentation_way.alike": likeness,
    "segmentation_way.whys": reasons,
    "segmentation.then_now": snapshots,
    "segmentation.named": largest_spend_first("named_cell"),
    "segmentation.cells": score_grid,
    "segmentation.classes": largest_spend_first("value_class"),
    "segmentation.spend_tiers": tiers("spend_tier"),
    "segmentation.frequency_tiers": tiers("frequency_tier"),
    "segmentation.evidence": evidence,
    "segmentation.clusters": clusters,
    "segmentation.roll": roll,
    "segmentation.flows": flows,
    "segmentation.reasons": whys,
    "segmentation.granularity": written("granularity", order={"by": ["outcome", "groups"]}),
    "segmentation.judged": judged,
    "segmentation.tactical_overlap": tactical_in(segments_of),
    "segmentation.tactical_personas": tactical_in(personas_of),
    "segmentation.segment_personas": personas_in_segments,
    "segmentation.formed_differences": strongest(True),
    "segmentation.other_differences": strongest(False),
    "segmentation.concentration": lambda tables: concentration(tables.buyers["monetary"], 21),
    "segmentation.blocks": written("feature_blocks", order={"by": "block"}),
    "segmentation.rules": rules,
    "segmentation.choices": written("cluster_choices", order={"by": ["rand_index", "choice"]}),
    "segmentation.cuts": cuts,
    "segmentation.explained": explained,
    "segmentation.verdicts": explained,
    "segmentation.sensitivity": changed_classes,
}


# Tables whose order is the page's own.
SORTED_BY = {
    "segmentation.cuts": ["customers", "mean_spend"], "segmentation_way.states": ["customers"],
    "segmentation_way.ends": ["visits", "rate"], "segmentation_way.stops": ["visits", "rate"],
    "segmentation_way.times": ["visits", "median_seconds", "visiting"],
}  # fmt: skip
# Tables that leave rows of few customers out: what their rows are known by.
KNOWN_BY = {
    "segmentation.flows": ["segment_before", "segment"],
    "segmentation.tactical_overlap": ["tactical", "segment"],
    "segmentation.tactical_personas": ["tactical", "segment"],
    "segmentation.segment_personas": ["segment", "persona"],
}


def disagreements(page, key, frame):
    """Cells of a table that are not the numbers worked out anew."""
    shown = page.tables[key]
    if key in KNOWN_BY:
        assert len(shown) > 1, key
        rows = pd.MultiIndex.from_frame(shown[KNOWN_BY[key]])
        frame = frame.set_index(KNOWN_BY[key]).loc[rows].reset_index()
    if key in SORTED_BY:
        shown = shown.sort_values(SORTED_BY[key], key=lambda texts: texts.map(value))
    assert len(shown) == len(frame), f"{key}: {len(shown)} rows, {len(frame)} expected"
    for name in shown:
        for place, text in enumerate(shown[name]):
            if is_number(text) and (
                name not in frame or not agrees(text, float(frame[name].iloc[place]))
            ):
                yield f"{key}, {name}, row {place}: {text}"


@pytest.mark.parametrize("key", SEGMENTATION)
def test_each_table_of_chapter_05_shows_the_numbers_that_its_tables_give(
    tables, segmentation, key
):
    frame = SEGMENTATION[key](tables)

    assert list(disagreements(segmentation, key, frame)) == []


def test_no_table_of_chapter_05_is_left_out(segmentation):
    assert set(segmentation.tables) == set(SEGMENTATION)


def spend_share_of_best_fifth(spend):
    ordered = np.sort(spend)[::-1]
    return ordered[: round(0.2 * len(ordered))].sum() / ordered.sum()


def gini(spend):
    """The mean absolute difference of two customers, as a share of twice the mean."""
    return np.abs(np.subtract.outer(spend, spend)).mean() / (2 * spend.mean())


def best_grouping(tables):
    """Of those not known to be behind the best, the one with the fewest groups."""
    found = tables["group_explanation"]
    fewest = found[found["behind_lower"].le(0)].nsmallest(1, "groups").iloc[0]
    return [fewest["explained"], fewest["explained_lower"], fewest["explained_upper"]]


# What each sentence, finding and alternative text tells, in the order of its numbers; None where
# a number is no result but a convention or part of a name.
SENTENCES = {
    "05_segmentation-late": lambda t: [*[late(t)] * 2, people(len(with_rhythm(t)))],
    "05_segmentation-again": lambda t: [
        again(t)[0], None, None, again(t)[0], people(again(t)[1])
    ],
    "05_segmentation-visits": lambda t: [
        purchases(t), None, None, purchases(t), way(t)["visits"].max()
    ],
    "05_segmentation-alike": lambda t: [
        likeness(t)["rate"][0], None, None, *likeness(t)["rate"][:2], likeness(t)["members"][0]
    ],
    "segmentation_way.second_median": lambda t: [
        people(t["life_cycle"]["last_order_day"].notna().sum()), half_ordered(t)
    ],
    "segmentation_way.cohorts, alt": lambda t: [],
    "segmentation.moved": lambda t: [moved(t)[0]],
    "05_segmentation-moved": lambda t: [moved(t)[0], moved(t)[0], people(moved(t)[1])],
    "segmentation.gain_cut": lambda t: [
        one_more(t)["gain"], None, one_more(t)["gain_lower"], one_more(t)["gain_upper"],
        shares(one_more(t)["cut_customers"], segments_of(t).eq(one_more(t)["cut_id"]).sum()),
    ],
    "segmentation.rule_met": lambda t: [
        None, None, people(picked(t, "rule")), shares(picked(t, "rule"), len(t.buyers))
    ],
    "segmentation.goal_set": lambda t: [people(picked(t, "goal"))],
    "05_segmentation-goal": lambda t: [
        judged(t)["share"].iloc[0], judged(t)["lower"].iloc[0], judged(t)["upper"].iloc[0],
        judged(t)["share"].iloc[0], people(judged(t)["buyers"].iloc[0])
    ],
    "segmentation.personas_agree": lambda t: [people(len(both_of(t))), adjusted_rand_score(
        both_of(t)["segment"], both_of(t)["persona"])],
    "segmentation.customers": lambda t: [
        people(len(t.now)), people(len(t.buyers)), people(len(t.now) - len(t.buyers))
    ],
    "segmentation.median_change": lambda t: [t.buyers["recency_days"].median()],
    "segmentation.key_value": lambda t: key_value(t),
    "05_segmentation-key_value": lambda t: [key_value(t)[1], *key_value(t)[::-1]],
    "05_segmentation-asleep": lambda t: [asleep(t), asleep(t), None, people(len(t.buyers))],
    "segmentation.formed_by_mix": lambda t: [None],
    "segmentation.chosen": lambda t: [
        chosen(t)["groups"], chosen(t)["stability"], shares(chosen(t)["smallest"], len(t.buyers))
    ],
    "segmentation.rules_agree": lambda t: [None],
    "segmentation.top_fifth": lambda t: [
        people(0.2 * len(t.buyers)), best_fifth(t), None, None, None, gini(spend(t))
    ],
    "05_segmentation-top_fifth": lambda t: [
        best_fifth(t), None, None, people(0.2 * len(t.buyers)), best_fifth(t), people(len(t.buyers))
    ],
    "05_segmentation-best_grouping": lambda t: [
        *best_grouping(t), best_grouping(t)[0], people(t["group_explanation"]["customers"].max())
    ],
    "segmentation.cells, alt": lambda t: [score_grid(t)["customers"].max()],
    "segmentation.concentration, alt": lambda t: [people(0.2 * len(t.buyers)), best_fifth(t)],
    "segmentation.explained, alt": lambda t: [],
}


def moved(tables):
    """The share of customers of both quarters who moved, and how many they are."""
    both = tables["segment_changes"].dropna(subset=["from_id", "to_id"])
    gone = both.loc[both["from_id"].ne(both["to_id"]), "customers"].sum()
    assert gone >= len(tables["segment_moves"])
    return shares(gone, both["customers"].sum()), both["customers"].sum()


def one_more(tables):
    found = tables["granularity"]
    return found[found["outcome"].eq("other_days")].sort_values("groups").iloc[-1]


def picked(tables, way):
    return tables["tactical_segments"]["tactical"].eq(way).sum()


def both_of(tables):
    return pd.DataFrame({"segment": segments_of(tables), "persona": personas_of(tables)}).dropna()


def with_rhythm(tables):
    stand = tables["life_cycle"]
    return stand[stand["state"].isin(["repeat", "regained"]) & stand["rhythm"].ne("no_rhythm")]


def late(tables):
    own = with_rhythm(tables)
    return shares(own["rhythm"].eq("late").sum(), len(own))


def again(tables):
    own = tables["loyalty"].set_index("group").loc["everybody"]
    return shares(own["returned"], own["customers"]), own["customers"]


def purchases(tables):
    return way(tables)["rate"].iloc[-1]


def half_ordered(tables):
    found = tables["order_times"]
    own = found[found["waited_for"].eq("second_order") & found["share"].ge(0.5)]
    return own["days"].min()


def spend(tables):
    return tables.buyers["monetary"].to_numpy()


def best_fifth(tables):
    return spend_share_of_best_fifth(spend(tables))


def key_value(tables):
    own = tables.buyers[tables.buyers["value_class"].eq("important_value")]
    return [people(len(own)), own["monetary"].sum() / tables.buyers["monetary"].sum()]


def asleep(tables):
    own = tables.buyers["recent_frequency"].eq(0).sum()
    return shares(own, len(tables.buyers))


def chosen(tables):
    found = tables["cluster_evidence"]
    row = found[found["chosen"]].iloc[0].to_dict()
    return row | {"smallest": row["smallest_share"] * len(tables.buyers)}


@pytest.mark.parametrize("key", SENTENCES)
def test_each_sentence_of_chapter_05_tells_the_numbers_that_its_tables_give(
    tables, segmentation, key
):
    expected = SENTENCES[key](tables)

    for text in segmentation.sentences[key]:
        told = numbers(text)
        assert len(told) == len(expected), text
        assert [
            (number, own) for number, own in zip(told, expected, strict=True)
            if own is not None and not agrees(number, float(own))
        ] == []  # fmt: skip


def test_no_sentence_with_a_number_is_left_out(segmentation):
    telling = {
        key for key, texts in segmentation.sentences.items() if any(map(numbers, texts))
    }

    assert telling <= set(SENTENCES)
