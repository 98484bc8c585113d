"""What a statistics office publishes about the regions: bought figures, one row per province."""

from pathlib import Path

import numpy as np
import pyarrow as pa

from helpers.demo import company, leaving, places, text
from helpers.demo.delivered import write_csv

# Made-up figures of a plausible order: people in millions, income in thousand yuan a year,
# share of adults who walk or climb, and share of one-person households.
FIGURES = {
    "SH": (25, 85, 0.29, 0.31), "BJ": (22, 82, 0.32, 0.30), "GD": (127, 50, 0.24, 0.28),
    "ZJ": (66, 62, 0.27, 0.27), "SC": (84, 33, 0.30, 0.24), "JS": (85, 53, 0.23, 0.25),
    "HB": (58, 35, 0.20, 0.23), "SN": (40, 32, 0.25, 0.22), "CQ": (32, 38, 0.24, 0.26),
    "SD": (101, 40, 0.19, 0.21), "YN": (47, 29, 0.34, 0.22), "LN": (42, 38, 0.18, 0.29),
    "FJ": (42, 45, 0.22, 0.25), "NM": (24, 38, 0.21, 0.27), "WA": (8, 390, 0.41, 0.28),
    "CO": (6, 370, 0.45, 0.27), "CA": (39, 395, 0.34, 0.25), "MA": (7, 410, 0.31, 0.29),
    "TX": (30, 320, 0.24, 0.25), "NY": (20, 360, 0.25, 0.31),
}  # fmt: skip
PARCEL_DAYS, REMOTE_DAYS, ABROAD_DAYS = 2, 4, 9
YEARS = (2024, 2025, 2026)  # the last comes with the last delivery


def write_regions(delivery: company.Delivery, path: Path) -> None:
    """Write the figures known when a delivery was made."""
    last = delivery == company.DELIVERIES[-1]
    years = YEARS[-1:] if last else YEARS[:-1]
    codes = [code for _ in years for code in FIGURES]
    rows = np.array([FIGURES[code] for code in codes])
    growth = np.repeat([1.04 ** (year - YEARS[0]) for year in years], len(FIGURES))
    write_csv(path, {
        "year": text.number(np.repeat(years, len(FIGURES))),
        "province_code": codes,
        "province": [names()[code] for code in codes],
        "population_million": _decimal(rows[:, 0]),
        "income_thousand_cny": _decimal(rows[:, 1] * growth),
        "outdoor_share": _decimal(rows[:, 2]),
        "single_household_share": _decimal(rows[:, 3]),
        "parcel_days": text.number(parcel_days(codes)),
        "source": pa.repeat("Regional yearbook", len(codes)),
    })  # fmt: skip


def names() -> dict[str, str]:
    """Return each province's English name by its code."""
    return {city.province_code: city.province_english for city in places.CITIES}


def parcel_days(codes: list[str]) -> np.ndarray:
    """Return how long a parcel takes to each province, in days."""
    remote = leaving.is_remote(np.arange(len(places.CITIES)))
    slow = {city.province_code for city, far in zip(places.CITIES, remote, strict=True) if far}
    abroad = {city.province_code for city in places.UNITED_STATES}
    return np.array([
        ABROAD_DAYS if code in abroad else REMOTE_DAYS if code in slow else PARCEL_DAYS
        for code in codes
    ])  # fmt: skip


def _decimal(values: np.ndarray) -> pa.Array:
    return pa.array([f"{value:.2f}" for value in values.tolist()], pa.string())
