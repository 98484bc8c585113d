import pandas as pd

from helpers.value.choices import other_choices
from helpers.value.margins import Margins
from helpers.value.tiers import value_tiers
from helpers.value.worth import Forecast

WHO = pd.Index([f"c{n}" for n in range(10)], name="customer_id")


class Steady:
    def expected(self, histories, days):
        return pd.Series(days / 365, histories.index)


def compare(margins):
    each = pd.Series(range(10, 110, 10), WHO, dtype=float)
    forecast = Forecast(Steady(), each, margins, None, 0.1)
    worth = pd.DataFrame({"customer_id": WHO, "predicted_clv_365": each.to_numpy()})
    worth["value_tier"] = value_tiers(worth["predicted_clv_365"], pd.Series(1.0, worth.index))
    return other_choices(forecast, pd.DataFrame(index=WHO), worth).set_index("choice")


def test_other_choices_can_be_counted_by_hand():
    found = compare(None)

    assert found.loc["not_discounted", "mean_predicted"] == 55
    assert found.loc["discounted_more", "mean_predicted"] < 55
    assert found["high"].eq(2).all()
    # With one order value for everybody all are alike, and nobody is above the others.
    assert found.loc["one_order_value", "same_high"] == 0


def test_sales_put_customers_into_another_order_where_rates_differ():
    own = pd.Series([0.9] * 2 + [0.0] * 8, WHO)

    found = compare(Margins(0.1, 0.0, 0.1, 1.0, own, 10))

    # By margin the two who keep most are before the two who buy most; by sales these are.
    assert found.loc["sales", "same_high"] == 1
    assert found.loc["not_discounted", "same_high"] == 0
