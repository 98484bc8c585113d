"""A small simulated company, all of its kinds of files, and whoever is to be forgotten."""

import shutil
from types import SimpleNamespace

import pandas as pd
import pytest

from helpers.demo import write_demo
from helpers.intake import erasing
from helpers.rights import person
from helpers.workspace import paths
from helpers.workspace.source import load_source

WHO = "tao.sun19@example.com"  # in a dozen files: orders, calls, events, newsletters


@pytest.fixture(scope="session")
def written(tmp_path_factory):
    """The exports of a small company, simulated once."""
    root = tmp_path_factory.mktemp("company")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(paths.ROOT_VARIABLE, str(root))
        write_demo("demo", customers=40)
    return root


@pytest.fixture(scope="module")
def module_root(tmp_path_factory):
    """A workspace that the tests of one module share."""
    with pytest.MonkeyPatch.context() as patch:
        root = tmp_path_factory.mktemp("shared")
        patch.setenv(paths.ROOT_VARIABLE, str(root))
        yield root


def company_in(written, root):
    """The company, copied into a workspace."""
    shutil.copytree(written, root, dirs_exist_ok=True)
    return SimpleNamespace(
        name="demo", root=root, raw=paths.raw("demo"), who=WHO,
        source=load_source("demo"), processed=paths.processed("demo"),
    )  # fmt: skip


@pytest.fixture
def company(written, own_root):
    """The company in a workspace of this test alone."""
    return company_in(written, own_root)


@pytest.fixture(scope="module")
def shared_company(written, module_root):
    """The company in a workspace that the tests of one module share."""
    return company_in(written, module_root)


@pytest.fixture
def a_record():
    """A function that makes records out of a few cells each."""

    def make(*rows):
        columns = [*erasing.ID_COLUMNS, *person.DETAILS, "kind", "file"]
        frame = pd.DataFrame(rows).reindex(columns=[*columns, "line"])
        return frame.astype(dict.fromkeys(columns, "str"))

    return make
