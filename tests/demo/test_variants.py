import pytest

from helpers.demo.variants import USUAL, VARIANTS, variant_named
from helpers.workspace.errors import UsageError


def test_the_shifted_version_breaks_each_assumption_of_the_usual_one():
    shifted = variant_named("shifted")

    assert shifted.rates != USUAL.rates
    assert shifted.lifetime_shape != USUAL.lifetime_shape == 1
    assert shifted.trend != USUAL.trend == 0
    assert shifted.unseen_channel and not shifted.mail


def test_an_unknown_version_is_refused_with_those_that_there_are():
    with pytest.raises(UsageError, match="'odd' is not one of usual, shifted"):
        variant_named("odd")

    assert list(VARIANTS) == ["usual", "shifted"]
