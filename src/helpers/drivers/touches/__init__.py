"""Who gets the credit for orders: touches on the way, by four rules. A part of chapter 08.

`paths` puts a person's visits and clicks in order, up to each order; `markov` says what would be
lost without a source; `credit` holds first, last and equal shares beside it.
"""

from helpers.drivers.touches.credit import credit_touches, touch_credit
from helpers.drivers.touches.paths import paths_of, read_touches

__all__ = ["credit_touches", "paths_of", "read_touches", "touch_credit"]
