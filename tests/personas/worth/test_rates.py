import pandas as pd

from helpers.personas.worth.rates import rates_of, till_channels


def table(*rows):
    return pd.DataFrame(rows, columns=["activity", "cost"])


def test_activities_are_known_by_words_in_english_and_chinese():
    told = rates_of(table(("Parcel at home", 26.0), ("parcel abroad", 95.0), ("退货处理", 60.0),
                          ("service ticket", 45.0), ("payment", 0.012),
                          ("returned goods recovered", 0.4), ("astrology", 7.0)))  # fmt: skip

    assert told[:6] == (26.0, 95.0, 60.0, 45.0, 0.012, 0.4)
    assert "parcel" in told.known and len(told.known) == 6


def test_a_parcel_abroad_costs_as_one_at_home_where_nothing_else_is_told():
    assert rates_of(table(("parcel", 5.0))).parcel_abroad == 5.0
    assert rates_of(table()).parcel == 0.0


def test_tills_are_named_in_lower_case():
    assert "pos" in till_channels()
    assert all(name == name.lower() for name in till_channels())
