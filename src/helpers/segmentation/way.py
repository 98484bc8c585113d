"""How customers come, buy again and leave, told to readers: rates, claims, and forms of columns."""

from typing import Any

import numpy as np
import pandas as pd

from helpers.segmentation.alike import WAYS, Alike
from helpers.segmentation.calling import called
from helpers.segmentation.life_cycle import IN_TIME, LATE

WAY_FORMATS = {
    "snapshot_day": "day", "state": "term", "rhythm": "term", "rule": "term", "group": "term",
    "share": "percent", "rate": "percent", "lower": "percent", "upper": "percent",
    "next_rate": "percent", "year_rate": "percent", "expected": "rounded", "affinity": "number2",
    "affinity_lower": "number2", "affinity_upper": "number2", "category": "term",
    "other_category": "term", "cut": "term", "part": "term", "step": "term",
    "of_before": "percent", "of_before_lower": "percent", "of_before_upper": "percent",
    "known_to_differ": "term", "mean_spend_lower": "money", "mean_spend_upper": "money",
    "leaning": "term", "median_seconds": "number0", "lower_seconds": "number0",
    "upper_seconds": "number0", "response": "term", "way": "term", "mean_spend": "money",
}  # fmt: skip
CHANCE = WAYS[-1]
STEP = 5  # to which pages round numbers of people
OWNER, CRM = "segmentation.owner_marketing", "segmentation.owner_crm"


def groups_of_customers(
    segments: pd.Series, personas: pd.DataFrame | None = None
) -> dict[str, pd.Series]:
    """Return the groups by which visits and mails are cut: segments, and main personas.

    Parameters
    ----------
    segments : Series of str
        The segment of each customer, by customer.
    personas : DataFrame, optional
        The table `persona_members`.
    """
    groups = {"segment": segments.dropna()}
    if personas is not None and len(personas):
        main = personas[personas["is_main"].astype(bool)]
        groups["persona"] = main.set_index("customer_id")["persona_id"]
    return groups


def names_of(segments: pd.DataFrame, personas: pd.DataFrame, report: Any) -> pd.Series:
    """Return what each segment and persona is called, in the report's language, by id.

    Parameters
    ----------
    segments : DataFrame
        The table `segment_names`.
    personas : DataFrame
        The table `personas`; may be without rows.
    """
    own = personas.set_index("persona_id")[f"name_{report.wording.language}"]
    return pd.concat([called(segments, report), own.astype("str")])


def in_names(frame: pd.DataFrame, called: pd.Series | None) -> pd.DataFrame:
    """Return a frame whose parts are called by their names, where they have one.

    Parameters
    ----------
    called : Series of str or None
        The name of each segment or persona, by id.
    """
    if called is None:
        return frame
    return frame.assign(part=frame["part"].map(called).fillna(frame["part"]))


def rates(
    frame: pd.DataFrame, report: Any, *, by: list[str], part: str, whole: str = "customers"
) -> pd.DataFrame:
    """Return groups with the share of their people who did something, as far as it may be told.

    Parameters
    ----------
    frame : DataFrame
        One row per group: the columns of `by`, `whole` (people) and `part` (those who did).
    report : Report
        Withholds what tells of few.

    Returns
    -------
    DataFrame
        The columns of `by`, `whole`, and `rate`, taken from rounded numbers; both missing where
        few did, or few did not.
    """
    known = frame.dropna(subset=[part]).reset_index(drop=True)
    did = known[by].assign(did=True, people=known[part].astype("int64"))
    rest = known[by].assign(did=False, people=(known[whole] - known[part]).astype("int64"))
    both = pd.concat([did, rest], ignore_index=True)
    safe = report.safe(both, count="people", within=by, labels=[*by, "did"])
    told = safe[safe["did"].astype(bool)].set_index(by)["people"].astype(float)
    at = pd.MultiIndex.from_frame(frame[by]) if len(by) > 1 else pd.Index(frame[by[0]])
    whole_told = STEP * np.floor(frame[whole].to_numpy(dtype=float) / STEP + 0.5)
    rate = np.minimum(told.reindex(at).to_numpy() / np.maximum(whole_told, 1), 1.0)
    people = frame[whole].astype("Float64").mask(pd.isna(rate))
    return frame[by].assign(**{whole: people, "rate": rate})


def shown_returns(table: pd.DataFrame, report: Any) -> pd.DataFrame:
    """Return for readers who came back, by rule and state."""
    told = rates(table, report, by=["rule", "state"], part="returned")
    return _with_interval(told, table)


def shown_loyalty(table: pd.DataFrame, report: Any) -> pd.DataFrame:
    """Return for readers who ordered again within a year."""
    return _with_interval(rates(table, report, by=["group"], part="returned"), table)


def shown_responses(table: pd.DataFrame, report: Any) -> pd.DataFrame:
    """Return for readers which customers of each group opened, clicked and unsubscribed."""
    own = table[table["measure"].isin(["opened", "clicked", "unsubscribed"])]
    own = own.reset_index(drop=True)
    by = ["measure", "cut", "part"]
    told = _with_interval(rates(own, report, by=by, part="responding"), own)
    order = told["measure"].map({"opened": 0, "clicked": 1, "unsubscribed": 2})
    told = told.assign(order=order).sort_values(["order", "cut", "part"], ignore_index=True)
    return told.drop(columns="order").rename(columns={"measure": "response"})


def shown_cohorts(table: pd.DataFrame, report: Any) -> pd.DataFrame:
    """Return for the chart which share of each cohort ordered in each later quarter."""
    later = table[table["age"].gt(0)].reset_index(drop=True)
    return rates(later, report, by=["cohort", "age"], part="active")


def shown_summary(summary: pd.DataFrame, report: Any) -> pd.DataFrame:
    """Return for readers which share of each cohort came again next quarter and a year later."""
    told = summary[["cohort", "customers"]].copy()
    for name in ("next", "year"):
        own = rates(summary, report, by=["cohort"], part=f"{name}_active")
        told = told.assign(**{f"{name}_rate": own["rate"]})
    return told


def _with_interval(told: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    hidden = told["rate"].isna()
    return told.assign(lower=table["lower"].mask(hidden), upper=table["upper"].mask(hidden))


def claim_again(loyalty: pd.DataFrame) -> dict[str, Any]:
    """Return the finding on the share of customers who order again within a year."""
    own = loyalty[loyalty["group"].eq("everybody")]
    if own.empty:
        return {"number": None, "n": 0, "table": "loyalty",
                "unless": "segmentation_way.no_year"}  # fmt: skip
    row = own.iloc[0]
    return {
        "number": row["share"], "lower": row["lower"], "upper": row["upper"], "unit": "percent",
        "n": int(row["customers"]), "table": "loyalty", "share_of_n": True,
        "action": "segmentation_way.action_again", "owner": OWNER,
    }  # fmt: skip


def claim_late(now: pd.DataFrame) -> dict[str, Any]:
    """Return the finding on customers who are late by their own rhythm and not yet lapsed."""
    own = now[now["state"].isin(["repeat", "regained"]) & now["rhythm"].isin([IN_TIME, LATE])]
    if own.empty:
        return {"number": None, "n": 0, "table": "life_cycle",
                "unless": "segmentation_way.no_rhythms"}  # fmt: skip
    return {
        "number": own["rhythm"].eq(LATE).mean(), "unit": "percent", "n": len(own),
        "table": "life_cycle", "share_of_n": True, "action": "segmentation_way.action_late",
        "owner": CRM,
    }  # fmt: skip


def why_no_rhythms(returned: pd.DataFrame) -> str | None:
    """Return the key of why the two rules cannot be compared; None where they can."""
    return "segmentation_way.no_rhythms" if returned.empty else None


def claim_visits(funnel: pd.DataFrame) -> dict[str, Any]:
    """Return the finding on the share of visits that end with a purchase."""
    every = funnel[funnel["cut"].eq("all") & funnel["step"].eq("purchase")]
    if every.empty:
        return {"number": None, "n": 0, "table": "visit_funnel",
                "unless": "segmentation_way.no_purchases"}  # fmt: skip
    row, first = every.iloc[0], funnel[funnel["cut"].eq("all")].iloc[0]
    return {
        "number": row["share"], "lower": row["lower"], "upper": row["upper"], "unit": "percent",
        "n": int(first["visits"]), "table": "visit_funnel", "people": False,
        "action": "segmentation_way.action_visits", "owner": OWNER,
    }  # fmt: skip


def claim_alike(alike: Alike) -> dict[str, Any]:
    """Return the finding on how many hidden members are found, beside recency."""
    told = alike.evidence.set_index("way")
    if told.empty:
        return {"number": None, "n": 0, "table": "alike_evidence",
                "unless": "segmentation_way.too_few_alike"}  # fmt: skip
    own, recency = told.loc["alike"], told.loc["recency"]
    return {
        "number": own["share"], "lower": own["lower"], "upper": own["upper"], "unit": "percent",
        "n": int(own["members"]), "table": "alike_evidence", "share_of_n": True,
        "recency": (int(recency["found"]), int(own["members"])), "group": alike.group,
        "action": "segmentation_way.action_alike", "owner": OWNER,
    }  # fmt: skip


def shown_evidence(alike: Alike, report: Any) -> pd.DataFrame:
    """Return for readers which share of hidden members each way of putting in order finds."""
    known = alike.evidence[alike.evidence["way"].ne(CHANCE)]
    told = _with_interval(rates(known, report, by=["way"], part="found", whole="members"), known)
    chance = alike.evidence[alike.evidence["way"].eq(CHANCE)].rename(columns={"share": "rate"})
    return pd.concat([told, chance[["way", "rate"]]], ignore_index=True).drop(columns="members")


def why_alike(
    alike: Alike, report: Any, *, first: int = 100, most: int = 8
) -> pd.DataFrame:
    """Return for readers what speaks most often for the customers found first.

    Returns
    -------
    DataFrame
        `feature` in words, `leaning` (more or less), and `customers` of the first ones for whom
        it is among the strongest reasons.
    """
    whys = alike.found["why"].head(first).str.split(";").explode()
    sizes = whys[whys.ne("")].value_counts().rename("customers").rename_axis("why").reset_index()
    parts = [why.rpartition(":") for why in sizes["why"]]
    told = pd.DataFrame({
        "feature": [report.feature(name) for name, _, _ in parts],
        "leaning": [leaning for _, _, leaning in parts], "customers": sizes["customers"],
    })  # fmt: skip
    order = ["customers", "feature"]
    return told.sort_values(order, ascending=[False, True], ignore_index=True).head(most)
