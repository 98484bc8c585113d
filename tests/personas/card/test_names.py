import pandas as pd
import pytest

from helpers.personas.card.names import Name, choose_names, middle_age


def portraits(*rows):
    frame = pd.DataFrame(rows, columns=["persona_id", "region", "age_group"])
    return frame.astype("str")


def test_names_fit_the_place_and_the_decade_of_birth():
    asked = portraits(("p-1", "CN/GD", "25-34"), ("p-2", "United Kingdom", "55 and over"),
                      ("p-3", "US/CA", "under 25"), ("p-4", "Peru", None))  # fmt: skip

    told = choose_names(asked, year=2026).set_index("persona_id")

    assert told.loc["p-1", "name_zh"][1:] in {"雨晨", "佳宁", "晨曦", "一凡", "思齐", "天乐"}
    assert told.loc["p-2", "name_en"].split()[0] in {"Chris", "Kim", "Terry", "Kerry", "Tracy"}
    assert told.loc["p-3", "name_en"].split()[0] in {"Avery", "Peyton", "Riley", "Quinn", "Rowan"}
    assert "·" in told.loc["p-4", "name_zh"]


def test_no_two_personas_share_a_family_or_a_given_name():
    asked = portraits(*((f"p-{number}", "CN/GD", "25-34") for number in range(6)))

    told = choose_names(asked, year=2026)

    parts = [part for name in told["name_en"] for part in name.split()]
    assert len(parts) == len(set(parts)) == 12


def test_names_do_not_hang_on_the_order_or_the_size_of_personas():
    asked = portraits(*((f"p-{number}", "CN/GD", "25-34") for number in range(5)))

    one, other = choose_names(asked, year=2026), choose_names(asked[::-1], year=2026)

    pd.testing.assert_frame_equal(one, other.sort_values("persona_id", ignore_index=True))


def test_a_name_stays_although_age_and_place_have_changed():
    before = choose_names(portraits(("p-1", "CN/GD", "25-34")), year=2026)

    after = choose_names(
        portraits(("p-0", "CN/GD", "25-34"), ("p-1", "US/CA", "55 and over")), year=2027,
        before=before,
    )  # fmt: skip

    assert after["name_en"].tolist()[1] == before["name_en"].item()
    assert not set(after["name_en"][0].split()) & set(before["name_en"].item().split())


def test_what_an_analyst_decided_is_stronger_than_the_quarter_before():
    asked = portraits(("p-1", "CN/GD", "25-34"))
    before = choose_names(asked, year=2026)

    told = choose_names(asked, year=2026, before=before, decided={"p-1": Name("Lin Mo", "林默")})

    assert told.iloc[0].tolist() == ["p-1", "Lin Mo", "林默"]


def test_a_name_of_a_real_person_is_not_given():
    asked = portraits(("p-1", "CN/GD", "25-34"))
    first = choose_names(asked, year=2026).iloc[0]

    for avoided in (first["name_en"], first["name_zh"]):
        assert choose_names(asked, year=2026, avoid=frozenset({avoided})).iloc[0]["name_en"] != (
            first["name_en"]
        )


def test_more_personas_than_names_are_refused_with_the_list():
    asked = portraits(*((f"p-{number}", "CN", "25-34") for number in range(7)))

    with pytest.raises(ValueError, match=r"no name is left for p-\d in china"):
        choose_names(asked, year=2026)


@pytest.mark.parametrize(
    ("words", "age"),
    [("25-34岁", 29.5), ("25岁以下", 20.0), ("55岁及以上", 62.0), ("60+", 67.0), ("41", 41.0),
     (None, None), ("retired", None)],
)  # fmt: skip
def test_the_words_of_an_age_group_give_its_middle(words, age):
    assert middle_age(words) == age
