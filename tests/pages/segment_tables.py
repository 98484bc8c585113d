"""What chapter 05 must show of scores, tiers and segments, worked out from written tables."""

import numpy as np
import pandas as pd
from pages.reading import people, shares


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


def concentration(tables):
    ordered = np.sort(tables.buyers["monetary"].to_numpy())[::-1]
    reached = np.concatenate([[0], ordered.cumsum() / ordered.sum()])
    at = np.linspace(0, 1, 21)
    return pd.DataFrame({
        "share_of_customers": at,
        "share_of_spend": np.interp(at * len(ordered), range(len(reached)), reached),
    })  # fmt: skip


def snapshots(tables):
    kept = tables["segments"].dropna(subset="r_score").groupby("snapshot_day")
    return pd.DataFrame({
        "customers": people(kept.size()), "median_recency_days": kept["recency_days"].median(),
        "median_frequency": kept["frequency"].median(),
        "median_monetary": kept["monetary"].median(),
    }).reset_index()  # fmt: skip


def score_grid(tables):
    cells = tables.buyers.groupby(["r_score", "f_score"]).size().rename("customers").reset_index()
    return cells.assign(customers=people(cells["customers"]))


def largest_spend_first(by):
    return lambda tables: by_group(tables.buyers, by).sort_values("revenue", ascending=False)


def tiers(by):
    order = ["high", "mid", "low", "zero", "potential"]
    return lambda tables: by_group(tables.now, by).reindex(order).dropna(subset="customers")


def written(name, *, order=None):
    """The rows of a table as it was written, or in another order."""
    return lambda tables: tables[name].sort_values(**order) if order else tables[name]


def evidence(tables):
    found, whole = tables["cluster_evidence"], len(tables.buyers)
    return found.assign(smallest_share=shares(found["smallest_share"] * whole, whole))


def largest_first(tables):
    """The segments' names, the largest first."""
    return tables["segment_names"].sort_values(
        ["customers", "segment_id"], ascending=[False, True]
    )


def segments(tables):
    order = largest_first(tables)["segment_id"]
    told = by_group(tables.buyers, "segment_id").loc[order]
    return told.assign(segment=order.map(tables.called).to_numpy())


def roll(tables):
    own = largest_first(tables)
    size = people(own["customers"])
    return own.assign(
        segment=own["segment_id"].map(tables.called), id=own["segment_id"], customers=size,
        share=size / size.sum(),
    )  # fmt: skip


def rules(tables):
    order = largest_first(tables)["segment_id"]
    own = tables["cluster_rules"].set_index("segment_id").loc[order]
    return own.assign(customers=people(own["customers"]), segment=order.map(tables.called).values)


def strongest(formed):
    """Each segment's four largest differences, of what formed it or of what is known to differ."""

    def read(tables):
        found = tables["group_differences"]
        kept = found[found["formed"].eq(formed) & (found["formed"] | found["differs"])]
        kept = kept.assign(size=kept["effect"].abs())
        order = largest_first(tables)["segment_id"].to_list()
        kept["place"] = kept["segment_id"].map(order.index)
        ordered = kept.sort_values(["place", "size"], ascending=[True, False])
        first = ordered.groupby("segment_id").head(4)
        return first.assign(
            customers=people(first["customers"]), segment=first["segment_id"].map(tables.called)
        )

    return read


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
    return pd.DataFrame({"choice": ["1 to 4, 1 to 5", "1 to 10, 1 to 5", ""],
                         "changed": shares(moved, len(kept))})  # fmt: skip


def cuts(tables):
    found = tables["spend_cuts"]
    return found.assign(customers=people(found["customers"])).sort_values(
        ["customers", "mean_spend"]
    )


def explained(tables):
    return tables["group_explanation"].sort_values("explained", ascending=False)


def flows(tables):
    names = tables.names_of(tables.before("segment_names"))
    both = tables["segment_changes"].dropna(subset=["from_id", "to_id"])
    return pd.DataFrame({
        "segment_before": both["from_id"].map(names),
        "segment": both["to_id"].map(tables.called).mask(both["kind"].eq("kept"), "stayed there"),
        "customers": people(both["customers"]),
    })  # fmt: skip


def reasons(tables):
    sizes = tables["segment_moves"]["why"].fillna("?").value_counts()
    told = [*sizes[sizes >= 10], *[sizes[sizes < 10].sum()] * bool((sizes < 10).any())]
    size = people(told)
    return pd.DataFrame({"customers": size, "share": size / size.sum()})


def judged(tables):
    found = tables["tactical_evidence"].set_index("way")
    found = found.loc[["chance_of_buying", "latest_order", "at_random"]]
    return found.assign(share=shares(found["share"] * found["buyers"], found["buyers"]))


def in_tactical(groups):
    """How many customers of each group, as `groups` tells it by customer, are in tactical ones."""

    def read(tables):
        own, chosen = groups(tables), tables["tactical_segments"]
        inside = chosen.assign(group=chosen["customer_id"].map(own)).dropna(subset="group")
        told = inside.groupby(["tactical", "group"]).size().rename("size").reset_index()
        whole = told["group"].map(own.value_counts())
        return pd.DataFrame({
            "tactical": "by the " + told["tactical"], "segment": told["group"].map(tables.called),
            "customers": people(told["size"]), "share_of_segment": shares(told["size"], whole),
        })  # fmt: skip

    return read


def of_segments(tables):
    return tables.buyers.set_index("customer_id")["segment_id"]


def personas_of_segments(tables):
    own, called = tables["segment_personas"], tables.called
    whole = own.groupby("segment_id")["customers"].transform("sum")
    return pd.DataFrame({
        "segment": own["segment_id"].map(called), "persona": own["persona_id"].map(called),
        "customers": people(own["customers"]), "share_of_segment": shares(own["customers"], whole),
    })  # fmt: skip


SEGMENT_TABLES = {
    "segmentation.then_now": snapshots,
    "segmentation.named": largest_spend_first("named_cell"),
    "segmentation.cells": score_grid,
    "segmentation.classes": largest_spend_first("value_class"),
    "segmentation.spend_tiers": tiers("spend_tier"),
    "segmentation.frequency_tiers": tiers("frequency_tier"),
    "segmentation.blocks": written("feature_blocks", order={"by": "block"}),
    "segmentation.evidence": evidence,
    "segmentation.roll": roll,
    "segmentation.clusters": segments,
    "segmentation.rules": rules,
    "segmentation.formed_differences": strongest(True),
    "segmentation.other_differences": strongest(False),
    "segmentation.choices": written("cluster_choices", order={"by": ["rand_index", "choice"]}),
    "segmentation.flows": flows,
    "segmentation.reasons": reasons,
    "segmentation.granularity": written("granularity"),
    "segmentation.judged": judged,
    "segmentation.tactical_overlap": in_tactical(of_segments),
    "segmentation.segment_personas": personas_of_segments,
    "segmentation.tactical_personas": in_tactical(lambda tables: tables.main),
    "segmentation.concentration": concentration,
    "segmentation.cuts": cuts,
    "segmentation.explained": explained,
    "segmentation.verdicts": explained,
    "segmentation.sensitivity": changed_classes,
}
