from helpers.personas.card.advice import MOST, advice


def keys(said):
    return [one.key.split(".")[-1] for one in said]


def test_what_to_say_comes_from_what_is_known(known):
    told = advice(known("p-7f3a"), "ideal", "say")

    assert keys(told)[0] == "attitude"
    assert all(one.cells() for one in told)
    assert len(told) <= MOST


def test_who_needs_no_codes_is_not_lured_by_them(known):
    assert "codes" in keys(advice(known("p-7f3a"), "ideal", "avoid"))
    assert "codes" not in keys(advice(known("p-01bc"), "do_not_pursue", "avoid"))


def test_nobody_is_treated_worse_for_belonging_to_a_persona_that_is_not_pursued(known):
    told = keys(advice(known("p-01bc"), "do_not_pursue", "avoid"))

    assert {"win", "worse", "sex"} <= set(told)
    assert len(told) == MOST


def test_sex_is_never_spoken_of():
    assert keys(advice([], "serve", "avoid")) == ["sex"]


def test_without_facts_there_is_nothing_to_say():
    assert advice([], "serve", "say") == []


def test_a_rule_needs_its_comparison(known):
    facts = [fact._replace(differs=False, formed=False) for fact in known("p-7f3a")]

    assert "attitude" not in keys(advice(facts, "ideal", "say"))


def test_a_rule_needs_its_bounds(known):
    facts = [fact._replace(value=0.2) if fact.item == "category" else fact
             for fact in known("p-7f3a")]  # fmt: skip

    assert "category" not in keys(advice(facts, "ideal", "say"))
