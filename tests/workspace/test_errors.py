import pytest

from helpers.workspace import errors


@pytest.mark.parametrize(
    ("error", "code"),
    [(errors.UsageError, 2), (errors.InputError, 3), (errors.MissingTable, 3),
     (errors.PrivacyError, 6)],
)  # fmt: skip
def test_every_error_that_can_be_mended_has_its_exit_code(error, code):
    assert error("why").exit_code == code
