"""How well chapter 06 forecasts how often customers order: one by one, and in total.

Three companies: the CDNOW sample (Fader, Hardie and Lee, 2005; calibrated to 1997-09-30, 39
weeks held out), Online Retail II (Chen, 2012; learned to 2010-11-30, half a year and a year
held out) and the demo company on seeds that were never seen (the quarters, half years and
years after several days). Every way to forecast is shown, and that which chapter 06 chooses
from what was known on the day. Run as ``python -m benchmarks value_recovery
[cdnow|retail|demo [seed ...]]``; it writes into a temporary folder only.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from helpers.value import bgnbd
from helpers.value.backtest import ReadDays, backtest
from helpers.value.candidates import SEASON, learn
from helpers.value.choosing import choose
from helpers.value.histories import cells, histories
from helpers.value.models import PurchaseModel, expected_purchases
from helpers.value.plain_rules import orders_between
from helpers.value.season import bent, bent_ahead
from helpers.workspace import paths

UNSEEN = range(20262101, 20262121)  # never used in development
DATA = paths.CODE.parent / "shared" / "data"
DEMO_DAYS = (date(2024, 9, 30), date(2025, 3, 31), date(2025, 9, 30))
SHOWN = ["orders_happened", "orders_expected", "total_error", "mae", "rmse", "top_tenth_share"]


def held_out(
    read_days: ReadDays, happened: pd.DataFrame, as_of: date, horizons: list[int]
) -> pd.DataFrame:
    """Return how every way to forecast did after a day, and the one that was chosen on it."""
    chosen = choose(read_days, as_of)
    known = read_days(as_of)
    every = backtest(
        lambda day: known if day == as_of else happened, max(happened["event_day"]).date(),
        origins=[as_of], horizons=horizons,
    ).table  # fmt: skip
    customers = histories(known, as_of)
    rows = []
    for days in horizons:
        came = orders_between(customers, happened, as_of, as_of + timedelta(days=days)).sum()
        expected, interval = chosen.expected(customers, days).sum(), chosen.total_interval(days)
        inside = interval.lower <= came / expected <= interval.upper
        rows.append((days, chosen.name, expected / came - 1, interval, inside))
    extra = pd.DataFrame(rows, columns=["horizon_days", "model", "leveled", "interval", "inside"])
    return every.merge(extra, on=["horizon_days", "model"], how="left")


def show(name: str, table: pd.DataFrame) -> None:
    """Print one row per horizon and way to forecast, the chosen one marked."""
    for row in table.sort_values(["horizon_days", "rmse"]).itertuples():
        told = (
            f"{name} {row.horizon_days:3} days {row.model:16} MAE {row.mae:.3f} RMSE {row.rmse:.3f}"
            f" total {row.total_error:+.1%} of {row.orders_happened:,.0f}"
            f" top tenth {row.top_tenth_share:.3f}"
        )
        if isinstance(row.interval, tuple):
            lower, upper, origins = row.interval
            told += (
                f"  <- chosen; with its level {row.leveled:+.1%}; happened may be {lower:.2f} to"
                f" {upper:.2f} of it ({origins} earlier): {'held' if row.inside else 'missed'}"
            )
        print(told, flush=True)


def cdnow() -> None:
    """The CDNOW sample."""
    path = DATA / "cdnow" / "CDNOW_sample.txt"
    if not path.exists():
        print(f"CDNOW is not at hand: {path.name} skipped")
        return
    names = ["master", "customer_id", "event_day", "cds", "spend"]
    rows = pd.read_csv(path, sep=r"\s+", header=None, names=names, dtype={"customer_id": str})
    rows["event_day"] = pd.to_datetime(rows["event_day"], format="%Y%m%d")
    days = rows.groupby(["customer_id", "event_day"], as_index=False)["spend"].sum()
    as_of = date(1997, 9, 30)
    show("CDNOW", held_out(_until(days), days, as_of, [39 * 7]))


def retail() -> None:
    """Online Retail II, taken in by the intake, netted as of each day."""
    from helpers import cleaning
    from helpers.workspace import open_desk
    from helpers.workspace.order_days import order_days

    path = DATA / "online_retail_ii" / "online_retail_II.csv.gz"
    if not path.exists():
        print(f"Online Retail II is not at hand: {path.name} skipped")
        return
    with tempfile.TemporaryDirectory(prefix="helpers-bench-") as root:
        os.environ[paths.ROOT_VARIABLE] = root
        folder = paths.raw("online_retail_ii")
        folder.mkdir(parents=True)
        shutil.copy(paths.CODE / "data/raw/online_retail_ii/source.toml", folder)
        shutil.copy(path, folder)
        desk = open_desk("01_cleaning", "online_retail_ii", "2011Q4", as_of="2011-12-09")
        cleaning.take_in(desk)

        def read(day: date) -> pd.DataFrame:
            return order_days(desk.read("order_lines", as_of=day))

        as_of = date(2010, 11, 30)
        print(f"Online Retail II: {read(as_of)['customer_id'].nunique():,} customers")
        for days in (182, 365):
            happened = read(as_of + timedelta(days=days))
            show("Online Retail II", held_out(read, happened, as_of, [days]))
        hidden_leaving(read(as_of), as_of)


def hidden_leaving(known: pd.DataFrame, as_of: date) -> None:
    """Print what totals would take, if more customers left than the one year shows.

    BG/NBD with season, its chance to stop held fast: how much less likely the year becomes, and
    what total follows. Nothing after the day is looked at.
    """
    customers = histories(known, as_of)
    learned = learn(f"bgnbd+{SEASON}", known, as_of)
    clock = bent(learned.season, customers, as_of)
    for stop in (0.0, 0.01, 0.02, 0.03, 0.04, 0.06):
        told = learned.model if not stop else _stopping_at(stop, learned.model, clock)
        ahead = [bent_ahead(learned.season, as_of, days) for days in (182, 365)]
        totals = [expected_purchases(told, clock, weeks).sum() for weeks in ahead]
        print(
            f"Online Retail II, {f'{stop:.0%} stop after each order' if stop else 'as fitted'}: "
            f"likelihood (log) {told.log_likelihood - learned.model.log_likelihood:+.1f}, order "
            f"days in 182 days {totals[0]:,.0f}, in 365 days {totals[1]:,.0f}", flush=True,
        )  # fmt: skip


def _stopping_at(stop: float, model: PurchaseModel, clock: pd.DataFrame) -> PurchaseModel:
    """Return the likeliest BG/NBD whose customers all stop with the same chance."""
    counted, held = cells(clock), np.log([1_000 * stop, 1_000 * (1 - stop)])
    found = minimize(
        lambda logs: -bgnbd.log_likelihood(np.concatenate([logs, held]), counted)[0],
        np.log([model.parameters["r"], model.parameters["alpha"]]), method="Nelder-Mead",
    )  # fmt: skip
    values = np.exp(np.concatenate([found.x, held])).tolist()
    return model._replace(
        parameters=dict(zip(bgnbd.NAMES, values, strict=True)), log_likelihood=-found.fun
    )


def demo(*seeds: str) -> None:
    """The demo company: totals after several days, the chosen way beside all others."""
    from benchmarks.demo_features import read_lines
    from helpers.demo import write_demo

    found = []
    for seed in [int(text) for text in seeds] or UNSEEN:
        with tempfile.TemporaryDirectory() as root:
            os.environ[paths.ROOT_VARIABLE] = root
            write_demo(seed=seed)
            lines = read_lines(paths.raw("demo")).rename(
                columns={"email": "customer_id", "day": "event_day", "amount": "spend"}
            )
        days = lines.groupby(["customer_id", "event_day"], as_index=False)["spend"].sum()
        for as_of in DEMO_DAYS:
            found.append(held_out(_until(days), days, as_of, [91, 182, 365]).assign(seed=seed))
        _tell(f"seed {seed}", pd.concat(found[-len(DEMO_DAYS) :]))
    if found:
        _tell("all", pd.concat(found))


def _tell(name: str, table: pd.DataFrame) -> None:
    """Print the mean distance of totals from the truth, and how often intervals held it."""
    chosen = table[table["inside"].notna()]
    for days, group in chosen.groupby("horizon_days"):
        rules = table[table["horizon_days"].eq(days)].groupby("model")["total_error"].apply(_miss)
        told = ", ".join(f"{rule} {value:.1%}" for rule, value in rules.items())
        print(
            f"demo, {name}, {days:3} days: chosen misses by {_miss(group['total_error']):.1%}, "
            f"with its level {_miss(group['leveled']):.1%}, interval holds "
            f"{group['inside'].astype(float).mean():.0%}; {told}", flush=True,
        )  # fmt: skip


def _miss(errors: pd.Series) -> float:
    return float(np.expm1(np.abs(np.log1p(errors)).mean()))


def _until(days: pd.DataFrame) -> ReadDays:
    return lambda day: days[days["event_day"].le(pd.Timestamp(day))]


COMPANIES: dict[str, Callable[..., None]] = {"cdnow": cdnow, "retail": retail, "demo": demo}


def main(company: str = "", *seeds: str) -> None:
    """Print the figures of one company or of all."""
    for name in [company] if company else COMPANIES:
        COMPANIES[name](*seeds)
