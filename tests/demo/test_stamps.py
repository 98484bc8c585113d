from datetime import date, datetime, timedelta, timezone

import numpy as np
import pytest

from helpers.demo import company
from helpers.demo.stamps import FORMATS, stamps, style_of

CHINA = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2024, 3, 31), "2024/03/31 01:02:03"),
        (date(2024, 4, 1), "2024-04-01T01:02:03+08:00"),
        (date(2026, 5, 1), "2026-05-01 01:02:03 +0800"),
    ],
)
def test_each_version_of_the_shop_system_has_its_style(day, written):
    number = np.array([company.day_number(day)])

    made = stamps(number, np.array([3723]), style_of(number), np.array([True]))

    assert made.to_pylist() == [written]


def test_the_declared_formats_read_every_style_back():
    days = np.array([0, 300, 1000])

    made = stamps(days, np.array([0, 86_399, 43_200]), style_of(days), np.full(3, True))

    for moment, style, number in zip(made.to_pylist(), style_of(days), days, strict=True):
        read = datetime.strptime(moment, FORMATS[style])
        assert read.date() == company.FIRST_DAY + timedelta(days=int(number))
        assert read.tzinfo in (None, CHINA)


def test_what_has_not_happened_is_empty():
    never = np.array([company.NEVER])

    assert stamps(never, np.array([5]), np.array([2]), np.array([False])).to_pylist() == [""]
