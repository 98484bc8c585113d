"""What agreement tells, learnt from the records themselves: Splink's model, without labels.

The model is Fellegi and Sunter's: each level of each comparison has a probability m among
pairs of one person and u among pairs of two. u is counted on random pairs, m is learnt by
expectation maximisation among pairs that share a detail, and the share of pairs that are one
person comes from rules that err seldom.

References
----------
Fellegi and Sunter (1969), "A theory for record linkage", Journal of the American
Statistical Association 64. Winkler (2000), "Using the EM algorithm for weight computation in
the Fellegi-Sunter model of record linkage", US Bureau of the Census RR2000/05.
"""

from collections.abc import Iterator
from copy import deepcopy

import numpy as np
from splink import SettingsCreator

from helpers.single_view.blocking import Blocking, pairs_sharing, shared
from helpers.single_view.comparisons import LOOKED_AT, comparisons
from helpers.single_view.expectation import Learnt, maximise
from helpers.single_view.linker import Records, level_counts, names, opened

RANDOM_PAIRS = 1_000_000  # on which u is counted
TRAINING_PAIRS = 1_000_000  # on which m is learnt, for each way of pairing
FEWEST_TRAINING_PAIRS = 30
# Rules that err seldom; the best of them is thought to find so many of the true pairs.
SELDOM_WRONG = (("mailbox",), ("national_id",), ("name_letters", "phone_end"),
                ("name_letters", "birth_date"))  # fmt: skip
RECALL = 0.7
# Pairs that share one detail teach about all others: three such details are enough.
TRAINED_ON = (("mailbox",), ("phone_end",), ("national_id",), ("birth_date",),
              ("street", "postcode"), ("name_key",))  # fmt: skip
TEACHERS = 3
SEED = 20260101
SMALLEST = 1e-9
NEVER = 0.5 / RANDOM_PAIRS  # u of a level that no random pair has shown
SMALLEST_M = 1e-3  # one true pair in a thousand differs in anything, whatever few have shown
SHARE, BLOCKING = "probability_two_random_records_match", "blocking_rules_to_generate_predictions"


def learn_model(records: Records, blocking: Blocking) -> dict:
    """Return Splink's model with everything learnt from these records.

    Where every pair is looked at, expectation maximisation goes over all of them with
    nothing held fixed; where too few records agree to learn from, levels weigh what they
    usually do.

    Parameters
    ----------
    records : Records
        As from `on_engine`: at least two, with something to compare.
    blocking : Blocking
        As from `choose_blocking`.

    Returns
    -------
    dict
        Splink's settings with m and u of each level.
    """
    with opened(records, _settings(records, blocking)) as linker:
        linker.training.estimate_u_using_random_sampling(
            RANDOM_PAIRS, seed=SEED, min_count_per_level=None
        )
        model = _with_random_pairs(linker.misc.save_model_to_json())
    taught = [(rule, pairs_sharing(records, rule)) for rule in TRAINED_ON]
    rules = [rule for rule, pairs in taught if FEWEST_TRAINING_PAIRS <= pairs <= TRAINING_PAIRS]
    if not rules:
        return model
    model = _with_true_pairs(records, model, rules[:TEACHERS])
    return _rounded(without_true_pairs(model) if blocking.rules else _on_all_pairs(records, model))


def _settings(records: Records, blocking: Blocking) -> SettingsCreator:
    """Return Splink's settings before anything is learnt."""
    every = len(records.keys) * (len(records.keys) - 1) / 2
    found = max(pairs_sharing(records, rule) for rule in SELDOM_WRONG) / RECALL
    return SettingsCreator(
        link_type="dedupe_only", unique_id_column_name="record_id",
        comparisons=comparisons(records.keys), blocking_rules_to_generate_predictions=blocking.sql,
        probability_two_random_records_match=float(np.clip(found / every, SMALLEST, 0.5)),
        retain_matching_columns=True, retain_intermediate_calculation_columns=True,
    )  # fmt: skip


def _with_random_pairs(model: dict) -> dict:
    """Return the model with u as random pairs show it, and m as it usually is.

    What a level usually weighs, from +10 bits to -5, is Splink's default too.
    """
    model = deepcopy(model)
    for one in model["comparisons"]:
        agreeing = list(levels(one))
        seen = [told.get("u_probability") for told in agreeing]
        # Splink has a text where a level was never seen.
        u = np.array([value if isinstance(value, float) and value else NEVER for value in seen])
        m = u * 2.0 ** np.linspace(10, -5, len(u))
        _set(one, m / m.sum(), u)
    return model


def _with_true_pairs(records: Records, model: dict, rules: list[tuple[str, ...]]) -> dict:
    """Return the model with m learnt on the pairs that share a detail, for each rule in turn.

    What a rule looks at always agrees there, and is taught about by the other rules.
    """
    sums = [np.zeros_like(one) for one in _side(model, "m")]
    for rule in rules:
        open_to = [not set(rule) & set(LOOKED_AT[name]) for name in names(model)]
        blocked = model | {BLOCKING: [{"blocking_rule": shared(rule)}]}
        patterns, pairs = level_counts(records, blocked)
        start = Learnt(0.5, *([side for side, to in zip(_side(model, which), open_to, strict=True)
                               if to] for which in "mu"))  # fmt: skip
        learnt = maximise(patterns[:, open_to], pairs, start, u_is_known=True)
        for place, m in zip(np.flatnonzero(open_to), learnt.m, strict=True):
            sums[place] += m * learnt.share * pairs.sum()
    model = deepcopy(model)
    for one, m, usual in zip(model["comparisons"], sums, _side(model, "m"), strict=True):
        found = m / m.sum() if m.any() else usual
        _set(one, np.maximum(found, SMALLEST_M)[::-1], None)
    return model


def _on_all_pairs(records: Records, model: dict) -> dict:
    """Return the model after expectation maximisation on every pair, nothing held fixed."""
    start = Learnt(model[SHARE], _side(model, "m"), _side(model, "u"))
    learnt = maximise(*level_counts(records, model), start)
    model = deepcopy(model) | {SHARE: learnt.share}
    for one, m, u in zip(model["comparisons"], learnt.m, learnt.u, strict=True):
        _set(one, m[::-1], u[::-1])
    return model


def _side(model: dict, side: str) -> list[np.ndarray]:
    """Return m or u of each comparison, the level of no agreement first, as they are numbered."""
    return [np.array([told[f"{side}_probability"] for told in levels(one)][::-1])
            for one in model["comparisons"]]  # fmt: skip


def _set(comparison: dict, m: np.ndarray, u: np.ndarray | None) -> None:
    """Write m and u, unless it is None, into the levels of a comparison, the best first."""
    for place, told in enumerate(levels(comparison)):
        told["m_probability"] = float(m[place])
        if u is not None:
            told["u_probability"] = float(u[place])


def without_true_pairs(model: dict) -> dict:
    """Return the model with true pairs taken out of the random pairs on which u was counted.

    Random pairs are a mixture: seen = share * m + (1 - share) * u. Where two people hardly
    ever agree, as on a telephone, what was seen are mostly the true pairs.
    """
    model = deepcopy(model)
    for told in every_level(model):
        seen = told["u_probability"]
        u = (seen - model[SHARE] * told["m_probability"]) / (1 - model[SHARE])
        told["u_probability"] = min(max(u, seen / 20, SMALLEST), 1.0)
    return model


def _rounded(model: dict) -> dict:
    """Return the model with six digits of each parameter.

    Behind them stands what changes with the order in which an engine with several
    threads adds up, which would move a pair over the threshold in one run and not in the next.
    """
    model = deepcopy(model)
    for told in (model, *every_level(model)):
        for name in set(told) & {"m_probability", "u_probability", SHARE}:
            told[name] = float(f"{told[name]:.6g}")
    return model


def every_level(model: dict) -> Iterator[dict]:
    """Yield the levels of every comparison, as from `levels`."""
    for comparison in model["comparisons"]:
        yield from levels(comparison)


def levels(comparison: dict) -> Iterator[dict]:
    """Yield the levels of a comparison, the best first; that of missing values tells nothing."""
    for told in comparison["comparison_levels"]:
        if not told.get("is_null_level"):
            yield told
