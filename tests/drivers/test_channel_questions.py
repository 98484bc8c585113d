import pandas as pd
import pytest

from helpers.drivers.channel_questions import channel_return


def media(*rows):
    return pd.DataFrame(rows, columns=["channel", "return_per_spend", "return_lower",
                                       "return_upper", "separable"])  # fmt: skip


@pytest.mark.parametrize(("rows", "verdict"), [
    ((("a", 3.0, 2.0, 4.0, True), ("b", 1.0, 0.5, 1.5, True)), "best"),
    ((("a", 3.0, 1.0, 4.0, True), ("b", 2.0, 0.5, 3.5, True)), "leads"),
    ((("a", None, None, None, False), ("b", None, None, None, False)), "inseparable"),
])  # fmt: skip
def test_the_channel_that_returns_most_is_told_as_surely_as_it_is_known(rows, verdict):
    told = channel_return(media(*rows))

    assert told.verdict == verdict
    assert told.told.get("part") == (None if verdict == "inseparable" else "a")


def test_without_advertising_nothing_is_told():
    assert channel_return(None).grade == "refused"
    assert channel_return(media()).verdict == "unknown"
