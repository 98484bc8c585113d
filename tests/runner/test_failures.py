import pytest

from helpers.runner import failures
from helpers.workspace import errors


@pytest.mark.parametrize(
    ("failure", "code"),
    [("ChapterFailed", 4), ("RunKilled", 5), ("RunLocked", 7), ("PublishFailed", 8)],
)
def test_each_failure_has_the_exit_code_that_the_readme_names(failure, code):
    assert getattr(failures, failure).exit_code == code


def test_no_two_ends_of_a_run_share_a_code_but_those_of_the_input():
    every = [*vars(failures).values(), *vars(errors).values()]
    codes = sorted(thing.exit_code for thing in every if hasattr(thing, "exit_code"))

    assert codes == [2, 3, 3, 4, 5, 6, 7, 8, 9]
