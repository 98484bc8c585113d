"""What advertising does, and how to split its budget: a part of chapter 08.

`reading` and `price_level` make a `series` by day of a company's tables; `refusing` says when
there is too little. `baseline` and `yearly_events` describe sales without advertising, `shapes`
how spend is felt; `learning` gathers what the days tell, `posterior` draws what may be true of
each channel, `calibrating` takes in experiments. `foretelling` and `backtest`
choose and test on weeks not seen,
`separating` says which channels cannot be told apart, `effects` what each brought, `budget` the
split that pays best, `reach` whom it moves, `direct` what own messages brought beside it. `media`
puts it together; `telling` and `showing` say it.
"""

from helpers.drivers.media.calibrating import Experiment
from helpers.drivers.media.direct import direct_effects
from helpers.drivers.media.media import Media, learn_media, media_of, media_tables
from helpers.drivers.media.reach import channel_reach
from helpers.drivers.media.series import Series, plain_series
from helpers.drivers.media.showing import (
    show_backtest,
    show_credit,
    show_direct,
    show_effects,
    show_plan,
    show_reach,
    show_shapes,
)
from helpers.drivers.media.telling import FORMATS, HEADERS

__all__ = [
    "FORMATS",
    "HEADERS",
    "Experiment",
    "Media",
    "Series",
    "channel_reach",
    "direct_effects",
    "learn_media",
    "media_of",
    "media_tables",
    "plain_series",
    "show_backtest",
    "show_credit",
    "show_direct",
    "show_effects",
    "show_plan",
    "show_reach",
    "show_shapes",
]
