"""What chapter 04 must show of personas, worked out from written tables."""

import numpy as np
import pandas as pd
from pages.reading import people, shares

CONCLUSIONS = {
    "who": "Who they are", "needs": "What they need and expect",
    "behaviour": "How they behave and what they prefer", "beliefs": "What they believe and feel",
    "decision": "How they decide to buy",
}  # fmt: skip
MEASURES = [
    "completeness", "consistency", "consistency_by_chance", "coverage", "coverage_of_revenue",
    "distinctness", "stability",
]  # fmt: skip
VERDICTS = {"unlike_any": "unlike any customer", "too_little_known": "too little known"}


def largest_first(tables):
    return tables["personas"].sort_values(["customers", "persona_id"], ascending=[False, True])


def evidence(tables):
    found, whole = tables["persona_evidence"], len(tables.main)
    return found.assign(smallest_share=shares((found["smallest_share"] * whole).round(), whole))


def roll(tables):
    own = tables["personas"]
    size = people(own["customers"])
    return own.assign(
        id=own["persona_id"], persona=own["name_en"], customers=size, share=size / size.sum()
    )


def economics(tables):
    own = tables["persona_economics"].sort_values("place")
    names = own["persona_id"].map(tables.called)
    return own.assign(persona=names, customers=people(own["customers"]))


def told(row):
    """A fact's value with its interval, and everybody else's value, as they are told."""
    value, elsewhere = row["value"], row["elsewhere"]
    if row["of_people"]:
        value = shares(round(value * row["n"]), row["n"])
        elsewhere = shares(round(elsewhere * row["n_elsewhere"]), row["n_elsewhere"])
    return [value, row["lower"], row["upper"]], elsewhere


def clearest(tables, most, **wanted):
    """Each persona's clearest facts: those that differ, those that formed it, then the rest."""
    found = tables["persona_facts"]
    known = found["status"].eq("known") & found["part"].ne("other") & found["value"].notna()
    for column, wish in wanted.items():
        known &= found[column].eq(wish)
    own = found[known].copy()
    width = (own["difference_upper"] - own["difference_lower"]) / 2
    own["clear"] = (own["difference"].abs() / width.where(width > 0)).fillna(0)
    own["rank"] = np.select([own["differs"], own["formed"]], [0, 1], 2)
    own["order"] = own["persona_id"].map(list(largest_first(tables)["persona_id"]).index)
    best = ["order", "clear", "item", "part"]
    own = own.sort_values(best, ascending=[True, False, True, True])
    own = own.drop_duplicates(["persona_id", "item"])
    own = own.sort_values(["order", "rank", "clear"], ascending=[True, True, False], kind="stable")
    return own[own.groupby("persona_id").cumcount() < most]


def as_shown(tables, own):
    """Facts as a table of the page has them; a part that is a name has its own digits."""
    pairs = [told(row) for row in own.to_dict("records")]
    return pd.DataFrame({
        "persona": own["persona_id"].map(tables.called).to_list(),
        "feature": [
            row.item * row.item.startswith("q:") + row.part for row in own.itertuples()
        ],
        "here": [here for here, _ in pairs], "elsewhere": [else_ for _, else_ in pairs],
        "known_to_differ": np.select(
            [own["differs"], own["formed"]], ["differs", "formed the personas"], "cannot tell"
        ),
        "customers": people(own["n"]), "order": own["order"].to_list(),
    })  # fmt: skip


def profile(kind):
    return lambda tables: as_shown(tables, clearest(tables, 4, kind=kind))


def conclusions(tables):
    parts = [
        as_shown(tables, clearest(tables, 2, conclusion=name)).assign(conclusion=words)
        for name, words in CONCLUSIONS.items()
    ]
    return pd.concat(parts, ignore_index=True).sort_values("order", kind="stable")


def prospects(tables):
    own = tables["persona_prospects"]
    like = own["verdict"].eq("like_persona")
    where = own["persona_id"].map(tables.called).where(like, own["verdict"].map(VERDICTS))
    sizes = where.value_counts()
    return pd.DataFrame({"persona": sizes.index, "customers": people(sizes)})


def qualities(tables):
    own, order = tables["persona_quality"], ["", *largest_first(tables)["persona_id"]]
    own = own.assign(place=own["persona_id"].map(order.index))
    assert set(own["measure"]) == set(MEASURES)
    own = own.sort_values(["measure", "place"])
    return own.assign(persona=own["persona_id"].map(tables.called).fillna("")).drop(
        columns="measure"
    )


def to_ask(tables):
    found = tables["persona_facts"]
    questions = found.loc[found["status"].eq("not_asked"), "question"].nunique()
    return pd.DataFrame({"question": [""] * questions})


PERSONA_TABLES = {
    "personas.evidence": evidence,
    "personas.roll": roll,
    "personas_facts.roles": economics,
    "personas_facts.parts": economics,
    "personas_facts.kind.demographic": profile("demographic"),
    "personas_facts.kind.geographic": profile("geographic"),
    "personas_facts.kind.psychographic": profile("psychographic"),
    "personas_facts.kind.behavioural": profile("behavioural"),
    "personas.conclusions": conclusions,
    "personas_facts.to_ask": to_ask,
    "personas_facts.prospects": prospects,
    "personas_facts.quality": qualities,
    "personas_facts.perceived": lambda tables: pd.DataFrame({"construct": [""] * 8}),
}
