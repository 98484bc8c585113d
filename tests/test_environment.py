"""The places that name our libraries agree, and name no index."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from helpers.workspace import paths

LOCKS = ["requirements.lock", "requirements-pull.lock"]


def declared(lock="requirements.lock"):
    told = tomllib.loads((paths.CODE / "pyproject.toml").read_text(encoding="utf-8"))
    project = told["project"]
    every = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    if lock == "requirements-pull.lock":
        every = told["dependency-groups"]["pull"]
    return {canonicalize_name(Requirement(line).name): Requirement(line) for line in every}


def locked(lock):
    text = (paths.CODE / lock).read_text(encoding="utf-8")
    return {
        canonicalize_name(match[1]): match[2]
        for match in re.finditer(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE)
    }


def conda():
    text = (paths.CODE / "environment.yml").read_text(encoding="utf-8")
    return {
        canonicalize_name(match[1].split("[")[0]): match[2].strip().strip('"')
        for match in re.finditer(r'^\s+- "?([\w.\[\]-]+)\s*([^\n]*)$', text, re.MULTILINE)
    }


@pytest.mark.parametrize("lock", LOCKS)
def test_every_declared_library_is_locked_within_its_bounds(lock):
    pinned = locked(lock)

    for name, requirement in declared(lock).items():
        assert pinned[name] in requirement.specifier, name


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_pins_every_library_with_hashes_and_names_no_index(lock):
    text = (paths.CODE / lock).read_text(encoding="utf-8")

    assert text.count("==") >= len(declared(lock))
    assert all("--hash=sha256:" in entry for entry in re.split(r"\n(?=\w)", text.strip()))
    assert "://" not in text


def test_what_pulls_cannot_slip_into_the_environment_of_the_notebooks():
    assert "dlt" in locked("requirements-pull.lock")
    assert "dlt" not in locked("requirements.lock")


def test_conda_names_the_same_libraries_with_the_same_bounds():
    named = conda()

    for name, requirement in declared().items():
        assert name in named, name
        bounds = {part.replace(" ", "") for part in named[name].split(",") if part}
        assert bounds == {str(spec) for spec in requirement.specifier}, name
