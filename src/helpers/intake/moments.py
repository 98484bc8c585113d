"""From text to moments and business days, by declared formats. What does not fit is missing."""

import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.intake.coded import Coded, coded
from helpers.workspace.errors import InputError

ZONE = r"(?:Z|UTC|[+-](?:0[0-9]|1[0-4]):?[0-5][0-9])$"
ZONE_CHARACTERS = 6  # of the longest zone, as in +08:00
CANDIDATE_FORMATS = (
    "%Y-%m-%d %H:%M:%S %z", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%Y/%m/%d",
    "%d/%m/%Y", "%m/%d/%Y", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y",
    "%Y%m%d", "%b %d, %Y",
)  # fmt: skip


class Moments(NamedTuple):
    """Read dates: the moment in UTC, and the business day as the source wrote it."""

    at: pd.Series
    day: pd.Series


def read_moments(texts: pd.Series | Coded, formats: list[str], time_zone: str) -> Moments:
    """Return moments and business days; what fits none of the formats is NaT.

    Parameters
    ----------
    texts : Series of str, or Coded
        Dates as written.
    formats : list of str
        ``strptime`` formats, tried in order. With ``%z`` the text's own offset
        gives the moment, and the day stays the one written.
    time_zone : str
        The zone of texts without an offset, such as ``Europe/London``.
    """
    column = coded(texts)
    written = column.texts.str.strip()
    local = pd.Series(pd.NaT, index=written.index, dtype="datetime64[us]")
    at = pd.Series(pd.NaT, index=written.index, dtype="datetime64[us, UTC]")
    for form in formats:
        todo = local.isna() & written.ne("")
        if todo.any():
            local[todo], at[todo] = _one_format(written[todo], form, time_zone)
    return Moments(column.on_rows(at), column.on_rows(local.dt.normalize()))


def _one_format(written: pd.Series, form: str, time_zone: str) -> tuple[pd.Series, pd.Series]:
    if "%z" not in form:
        local = _local(written, form)
        zoned = local.dt.tz_localize(time_zone, ambiguous=np.ones(len(local), dtype=bool),
                                     nonexistent="shift_forward")
        return local, zoned.dt.tz_convert("UTC")
    bare, offset = _without_zone(written)
    local = _local(bare, form.replace("%z", "").strip())
    return local, (local - offset).astype("datetime64[us]").dt.tz_localize("UTC")


def _without_zone(written: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return times without their zone (missing where there is none), and the zones' offsets.

    Few zones stand behind many times, so the zones are read by their distinct endings.
    """
    endings = coded(written.str.slice(start=-ZONE_CHARACTERS))
    zone = endings.texts.str.extract(f"({ZONE})", expand=False)
    digits = zone.str.extract(r"([+-])([0-9]{2}):?([0-9]{2})$")
    minutes = digits[1].astype("float") * 60 + digits[2].astype("float")
    minutes = (minutes * np.where(digits[0].eq("-"), -1, 1)).fillna(0)
    offset = endings.on_rows(pd.to_timedelta(minutes, unit="min"))
    length = endings.on_rows(zone.str.len().fillna(0).astype("int64"))
    bare = pd.Series(pd.NA, index=written.index, dtype="str")
    for characters in length[length > 0].unique():
        same = length == characters
        bare[same] = written[same].str.slice(stop=-characters).str.rstrip("\t\n\f\r ")
    return bare, offset


def _local(written: pd.Series, form: str) -> pd.Series:
    """Return the times that texts write; numbers that no sign parts must have all their digits."""
    local = pd.to_datetime(written, format=form, errors="coerce").astype("datetime64[us]")
    if re.search(r"%[a-zA-Z]%", form):
        local = local.where(local.dt.strftime(form).eq(written))
    return local


def need_formats(
    texts: pd.Series | Coded, formats: list[str] | None, column: str, name: str
) -> list[str]:
    """Return the declared formats of a date column, refusing to guess; an empty one needs none.

    Raises
    ------
    InputError
        If none is declared: names those that every value would fit, and what to write.
    """
    if formats:
        return formats
    told = coded(texts)
    some = told.texts[np.unique(told.codes)].str.strip()
    some = some[some.ne("")]
    if some.empty:
        return []
    fitting = [
        form for form in CANDIDATE_FORMATS if read_moments(some, [form], "UTC").day.notna().all()
    ]
    which = " and ".join(f'"{form}"' for form in fitting) or "no usual format"
    doubt = ": it is ambiguous, so ask its source which is meant" if len(fitting) > 1 else ""
    raise InputError(
        f"{name}: no date format is declared for column {column!r}. Its values fit {which}{doubt}. "
        f'Write in source.toml, for this file: date_format = {{ "{column}" = "..." }}'
    )
