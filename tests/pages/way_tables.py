"""What chapter 05 must show of how customers come, buy again and are reached, worked out anew."""

import pandas as pd
from pages.reading import people, shares


def rates(frame, part, whole="customers"):
    """The share of each group's people who did something, beside what else is shown of it."""
    told = frame.assign(rate=shares(frame[part].astype(float), frame[whole]))
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
    return pd.DataFrame({"cohort": sizes.index, "customers": people(sizes), **told})


def first_years(tables):
    found = tables["cohort_years"]
    return found.assign(customers=people(found["customers"]))


def category_pairs(tables):
    found = tables["cross_shop"]
    kept = found[found["differs"]].sort_values("affinity", ascending=False)
    return kept.assign(customers=people(kept["customers"]), expected=people(kept["expected"]))


def as_read(frame):
    return frame.assign(visiting=people(frame["visitors"]), rate=frame.get("share"))


def named(tables, frame):
    """A frame whose parts are called as on pages, where they are segments or personas."""
    return frame.assign(part=frame["part"].map(tables.called).fillna(frame["part"]))


def way(tables):
    found = tables["visit_funnel"]
    return as_read(found[found["cut"].eq("all")].sort_values("place"))


def ends(tables):
    found = tables["visit_funnel"]
    last = found[found["step"].eq("purchase") & found["cut"].ne("all")].set_index(["cut", "part"])
    first = found[found["place"].eq(1)].set_index(["cut", "part"]).loc[last.index]
    told = last.assign(visitors=first["visitors"], visits=first["visits"]).reset_index()
    return as_read(named(tables, told)).sort_values(["visits", "rate"])


def stops(tables):
    return as_read(tables["visit_stops"]).sort_values(["visits", "rate"])


def times(tables):
    told = as_read(named(tables, tables["visit_times"]))
    return told.sort_values(["visits", "median_seconds", "visiting"])


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
    return named(tables, rates(found.sort_values(["order", "cut", "part"]), "responding"))


def likeness(tables):
    found = tables["alike_evidence"].set_index("way").loc[["alike", "recency", "by_chance"]]
    told = rates(found.reset_index(), "found", "members")
    return told.assign(rate=told["rate"].fillna(found["share"].iloc[-1]))


def whys(tables):
    told = tables["alike"].sort_values("place").head(100)["why"].str.split(";").explode()
    return pd.DataFrame({"customers": people(told.value_counts().head(8))})


WAY_TABLES = {
    "segmentation_way.states": states,
    "segmentation_way.rhythms": rhythms,
    "segmentation_way.returned": returned,
    "segmentation_way.cohorts": cohort_grid,
    "segmentation_way.summary": cohort_ends,
    "segmentation_way.years": first_years,
    "segmentation_way.loyalty": loyal,
    "segmentation_way.pairs": category_pairs,
    "segmentation_way.way": way,
    "segmentation_way.ends": ends,
    "segmentation_way.stops": stops,
    "segmentation_way.times": times,
    "segmentation_way.first_waits": wait("first_order"),
    "segmentation_way.second_waits": wait("second_order"),
    "segmentation_way.responses": responses,
    "segmentation_way.alike": likeness,
    "segmentation_way.whys": whys,
}
