import pytest

from helpers.intake.files import read_text
from helpers.workspace import InputError


def test_a_date_format_for_a_column_that_is_not_there_is_refused(context, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("id,Created at\n1,2026-01-01\n")
    declared = context(date_format={"Creatd at": "%Y-%m-%d"}).declared

    with pytest.raises(InputError, match="date_format in source.toml names 'Creatd at'"):
        read_text(path, declared, "x.csv", ("id",))


@pytest.mark.parametrize("form", ["csv", "excel", "parquet", "json-lines"])
def test_an_empty_file_of_any_format_is_refused(context, tmp_path, form):
    path = tmp_path / "x"
    path.touch()
    encoding = "utf-8" if form in ("csv", "json-lines") else None

    with pytest.raises(InputError, match="x is empty: export it again"):
        read_text(path, context(format=form, encoding=encoding).declared, "x", ("id",))
