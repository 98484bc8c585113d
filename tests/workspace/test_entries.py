import pytest
from pydantic import TypeAdapter, ValidationError

from helpers.workspace import entries


def accepts(kind, value):
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (entries.Currency, "CNY", "cny"),
        (entries.TimeZone, "Europe/London", "London"),
        (entries.Encoding, "gb18030", "gb2313"),
        (entries.Encoding, None, "base64"),
        (entries.Pattern, "^C", "(C"),
        (entries.InnerPath, "2026/*.csv", "2026/../../x.csv"),
        (entries.InnerPath, "a..b.csv", "..\\x.csv"),
        (entries.Rate, 7.15, float("inf")),
        (entries.DateFormats, ["%Y-%m-%d", "%d/%m/%Y"], ["%d/%m/%Y", "%m/%d/%Y"]),
        (entries.DateFormats, ["%d.%m.%y"], ["%d.%m.%y", "%y.%m.%d"]),
        (entries.DateFormats, ["%Y-%m-%d %H:%M:%S.%f %z"], ["%c"]),
    ],
)
def test_an_entry_is_what_it_is_called_or_is_refused(kind, good, bad):
    assert accepts(kind, good)
    assert not accepts(kind, bad)
