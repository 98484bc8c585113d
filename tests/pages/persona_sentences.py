"""The numbers of chapter 04's sentences, findings and captions, in their order.

None stands where a number is no result but a convention.
"""

from pages.reading import people, shares


def chosen(tables):
    own = tables["persona_evidence"]
    row = own[own["chosen"]].iloc[0]
    return [row["personas"], row["stability"]]


def of_role(role):
    """The margin of the best ideal, or of the worst negative, persona, beside all others'."""

    def read(tables):
        own = tables["persona_economics"]
        own = own[own["role"].eq(role)].sort_values("margin", ascending=role != "ideal")
        row = own.iloc[0]
        margin = [row["margin"], row["lower"], row["upper"], row["margin"]]
        return [*margin, row["margin_elsewhere"], people(row["customers"])]

    return read


def differing(tables):
    own = tables["persona_facts"]
    return [own["p_adjusted"].notna().sum(), own["differs"].sum()]


def answered(tables):
    """Who answered a survey, their share, and what they and others spent."""
    own = tables["customer_margin"].set_index("customer_id")["revenue"]
    did = own.index.isin(tables.by_customer("survey_answers")["customer_id"])
    share = shares(did.sum(), len(own))
    return [people(did.sum()), share, own[did].mean(), own[~did].mean()]


def in_order(*places):
    return lambda tables: [None if at is None else answered(tables)[at] for at in places]


def statements(tables):
    """How many statements on a scale there are, each of which stands alone in the demo."""
    own = tables["persona_facts"]
    return [own.loc[own["item"].str.startswith("q:") & own["form"].eq("mean"), "item"].nunique()]


def placing(tables):
    own = tables["prospect_evidence"].set_index("way")
    return own.loc["by_acts"], own.loc["largest_persona"]


def tried(tables):
    own, base = placing(tables)
    return [people(own["customers"]), own["share"], own["lower"], own["upper"], base["share"]]


def prospects(tables):
    own, every = placing(tables)[0], tables["persona_prospects"]
    like = people(every["verdict"].eq("like_persona").sum())
    found = [own["share"], own["lower"], own["upper"]]
    return [*found, like, people(len(every)), own["share"], people(own["customers"])]


def consistency(tables):
    own = tables["persona_quality"]
    own = own[own["persona_id"].eq("")].set_index("measure")
    row, chance = own.loc["consistency"], own.loc["consistency_by_chance", "value"]
    told = [row["value"], row["lower"], row["upper"], row["value"], chance]
    return [*told, people(row["n"])]


SENTENCES = {
    "personas.customers": lambda t: [people(len(t.main))],
    "personas.choice.found": chosen,
    "personas.choice.renewed": chosen,
    "personas.choice.kept": lambda t: [len(t["personas"])],
    "04_personas-ideal": of_role("ideal"),
    "04_personas-negative": of_role("do_not_pursue"),
    "personas_facts.kind.demographic, caption": lambda t: [None],
    "personas_facts.kind.geographic, caption": lambda t: [None],
    "personas_facts.kind.psychographic, caption": lambda t: [None],
    "personas_facts.kind.behavioural, caption": lambda t: [None],
    "personas_facts.differing": differing,
    "personas_facts.answered_more": in_order(0, 1, None, 2, 3),
    "personas_facts.answered_less": in_order(0, 1, None, 2, 3),
    "personas_facts.answered_alike": in_order(0, 1, 2, None, 3),
    "personas_facts.no_scales": statements,
    "personas_facts.tried": tried,
    "04_personas-prospects": prospects,
    "04_personas-consistency": consistency,
}
# Of these each page tells one.
EITHER = [
    {"personas.choice.found", "personas.choice.renewed", "personas.choice.kept"},
    {f"personas_facts.answered_{way}" for way in ("more", "less", "alike")},
]
