"""What chapter 07 must show and say of for whom changes work, worked out from written tables."""

import numpy as np
from pages.experiment_tables import word
from pages.reading import numbers, people, shares, value
from scipy.stats import t

WHOSE = ["experiment", "arm"]
TARGETED = ("plain_pays", "learner_beats", "learner_pays")


def said(names, place="uplift"):
    return names.map(lambda name: word(name, place))


def tests(tables):
    own = tables["uplift_tests"]
    return own.assign(policy="", metric=own["metric"].map(word), customers=people(own["customers"]))


def policies(tables):
    """What each policy brings; of *all* and *none* from measured effects, anew."""
    own = tables["uplift_policy"].set_index([*WHOSE, "policy"])
    for whose, rows in tables["uplift"].groupby(WHOSE):
        measured = rows["measured_effect"].dropna()
        sure = t.ppf(0.975, len(measured) - 1)
        mean, half = measured.mean(), sure * measured.std() / len(measured) ** 0.5
        ends = np.array([mean, mean - half, mean + half])
        assert np.allclose(own.loc[(*whose, "all"), VALUE].astype(float), ends)
        assert np.allclose(own.loc[(*whose, "none"), OVER].astype(float), -ends[[0, 2, 1]])
    own = own.reset_index()
    return own.assign(policy=said(own["policy"]), customers=people(own["customers"]),
                      treated_share=shares(own["treated"], own["customers"]))  # fmt: skip


VALUE = ["value", "value_lower", "value_upper"]
OVER = ["over_all", "over_all_lower", "over_all_upper"]
GUARD = ["guard", "guard_lower", "guard_upper"]


def groups(tables):
    own = tables["uplift_groups"]
    return own.assign(customers=people(own["customers"]), place=own["place"].astype("str"))


def traits(tables):
    differing = tables["uplift_tests"].query("differs")[WHOSE]
    own = tables["uplift_traits"].merge(differing, on=WHOSE)
    own = own.iloc[np.argsort(-own["spread"].abs().to_numpy(), kind="stable")]
    own = own.sort_values(WHOSE, kind="stable").groupby(WHOSE).head(8)
    return own.assign(feature="", customers=people(own["customers"]))


def models(tables):
    own = tables["uplift_models"]
    return own.assign(learner=said(own["learner"]))


def checks(tables):
    own = tables["uplift_checks"]
    return own.assign(check=said(own["check"], "uplift_check"),
                      figure=said(own["figure"], "uplift_figure"))  # fmt: skip


UPLIFT_TABLES = {
    "experiments_uplift.tests": tests, "experiments_uplift.policies": policies,
    "experiments_uplift.groups": groups, "experiments_uplift.traits": traits,
    "experiments_uplift.models": models, "experiments_uplift.checks": checks,
}  # fmt: skip
UPLIFT_ROWS = {
    "experiments_uplift.tests": WHOSE, "experiments_uplift.policies": [*WHOSE, "policy"],
    "experiments_uplift.groups": [*WHOSE, "place"],
    "experiments_uplift.models": [*WHOSE, "learner"],
    "experiments_uplift.checks": [*WHOSE, "check", "figure"],
}  # fmt: skip


def whose(tables):
    """Each change with its title's numbers, its policy and that of everybody, the oldest first."""
    begun = tables["experiment_checks"].set_index("experiment")["first_day"]
    own = tables["uplift_tests"]
    own = own.assign(begun=own["experiment"].map(begun)).sort_values("begun")
    policy = tables["uplift_policy"].set_index([*WHOSE, "policy"])
    for _, test in own.iterrows():
        pair = test["experiment"], test["arm"]
        title = [value(number) for number in numbers(test["title"])]
        yield test, title, policy.loc[(*pair, test["policy"])], policy.loc[(*pair, "all")]


def differ(found):
    def told(tables):
        return [[*title, test["p_value"], people(test["customers"])]
                for test, title, *_ in whose(tables) if bool(test["differs"]) is found]  # fmt: skip

    return told


def for_all(why):
    def told(tables):
        return [[*everybody[VALUE], people(test["customers"])]
                for test, _, _, everybody in whose(tables) if test["why"] == why]  # fmt: skip

    return told


def for_some(why):
    def told(tables):
        rows = []
        for test, _, own, _ in whose(tables):
            if test["why"] != why:
                continue
            customers = tables["uplift"].query("experiment == @test.experiment")
            sizes = [people(customers["recommended"].sum()), people(len(customers))]
            rows.append([*flag(tables, test), *sizes, own["value"], *own[OVER]])
        return rows

    return told


def flag(tables, test):
    """The limit of the plain flag as it is told; nothing where a learner is followed."""
    models = tables["uplift_models"].query("experiment == @test.experiment")
    plain = models.set_index("learner").loc["plain"]
    if test["policy"] != "plain":
        return []
    limit = float(plain["flag_limit"])
    return [limit if "=" in plain["flag"] else np.expm1(limit)]


def targeted(tables):
    return [[*title, *own[OVER], people(test["customers"])]
            for test, title, own, _ in whose(tables) if test["why"] in TARGETED]  # fmt: skip


def guard(tables):
    return [[*own[GUARD], *everybody[GUARD], people(test["customers"])]
            for test, _, own, everybody in whose(tables) if test["why"] in TARGETED]  # fmt: skip


def finding(tables):
    rows = [(own["over_all_lower"], title, own) for test, title, own, _ in whose(tables)
            if test["why"] in TARGETED]  # fmt: skip
    _, title, own = max(rows, key=lambda row: row[0])
    return [[*own[OVER], *title, own["over_all"], people(own["customers"])]]


def holds(tables):
    return [[len(tables["uplift_checks"])]]


def fails(tables):
    own = tables["uplift_checks"]
    return [[(~own["holds"]).sum(), len(own)]]


UPLIFT_SENTENCES = {
    "experiments_uplift.differs": differ(True), "experiments_uplift.same": differ(False),
    "experiments_uplift.targeted": targeted, "experiments_uplift.guard": guard,
    "experiments_uplift.holds": holds, "experiments_uplift.fails": fails,
    "07_experiments-targeting": finding,
    **{f"experiments_uplift.policy_{why}": for_all(why)
       for why in ("no_difference", "differs_all_gain", "not_shown_to_pay")},
    **{f"experiments_uplift.policy_{why}": for_some(why) for why in TARGETED},
}  # fmt: skip
