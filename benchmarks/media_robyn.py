"""A media model on the simulated weeks that come with Meta's Robyn: the last 26 weeks held out.

Sales are revenue; the competitor's sales of the same week, newsletters and events are known. How
sales are described, and whether and how media act, is chosen within the weeks before alone, by
rolling validation; the last 26 weeks are told once. Run as ``python -m benchmarks media_robyn``.
"""

import numpy as np
import pandas as pd

from helpers.drivers.media import backtest, media, plain_series, separating
from helpers.drivers.media.foretelling import WAYS, Stretch, foretell, stretches
from helpers.drivers.media.series import Series
from helpers.drivers.media.yearly_events import NO_EVENTS
from helpers.workspace import paths

DATA = paths.CODE.parent / "shared" / "data" / "marketing_mix" / "dt_simulated_weekly.csv"
HELD_OUT = 26


def read() -> Series:
    """Return the weeks as a series."""
    rows = pd.read_csv(DATA, parse_dates=["DATE"]).set_index("DATE")
    controls = pd.DataFrame({
        "rival": np.log(rows["competitor_sales_B"]), "mail": np.log1p(rows["newsletter"]),
        **{name: rows["events"].eq(name).astype(float) for name in ("event1", "event2")},
    })  # fmt: skip
    spend = rows[[name for name in rows if name.endswith("_S")]]
    return plain_series(rows["revenue"], spend, controls=controls)


def main() -> None:
    """Print what was chosen, what it missed by, and what the chapter says of the channels."""
    if not DATA.exists():
        print(f"the weeks of Robyn are not at hand: {DATA.name} skipped")
        return
    series = read()
    known = series.until(len(series.sales) - HELD_OUT)
    parts = stretches(known)
    choice = backtest.choose_plan(parts)
    ways = backtest.try_ways(parts, choice.to_foretell)
    chosen = backtest.chosen_way(ways)
    print(f"within {len(known.sales)} weeks: {choice.to_foretell} without media; with media acting "
          f"{chosen.way} (rolling MAPE {chosen.errors.mean():.4f}, without "
          f"{ways[0].errors.mean():.4f})")  # fmt: skip
    part = Stretch(series, len(known.sales), NO_EVENTS)
    came = series.sales.to_numpy()[-HELD_OUT:]
    for way in WAYS:
        missed = np.abs(foretell(part, choice.to_foretell, way) / came - 1).mean()
        mark = "  <- chosen" if way == chosen.way else ""
        print(f"last {HELD_OUT} weeks, media {way:12} MAPE {missed:.4f}{mark}")
    _channels(media.media_of(series))


def _channels(found: media.Media) -> None:
    grade = found.grade
    print(f"all weeks: media remove {grade.skill:.1%} of the held-out deviance ({grade.lower:.1%} "
          f"to {grade.upper:.1%}, grade {grade.letter})")  # fmt: skip
    alike = separating.pressure_correlation(found.learned)
    np.fill_diagonal(alike, 0)
    print(f"pressures of two channels go together by at most {np.abs(alike).max():.2f}")
    table = media.media_tables(found)["media_effects"]
    for row in table.itertuples():
        print(f"{row.channel:12} returns {row.return_per_spend:6.2f} ({row.return_lower:.2f} to "
              f"{row.return_upper:.2f}), told apart: {row.separable}")  # fmt: skip


if __name__ == "__main__":
    main()
