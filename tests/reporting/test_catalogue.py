"""Both languages say the same things, and every sentence is said somewhere."""

import ast
import json
import re

import pytest

from helpers.reporting import catalogue
from helpers.reporting.catalogue import MessageError
from helpers.workspace import paths
from helpers.workspace.errors import UsageError

SPEAKS = {"say", "words", "table", "figure", "finding", "missing", "not_known"}
KEY = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")
# Keys, or beginnings of keys, that a chapter being written is going to say. Empty when it is done.
NOT_YET_SAID: tuple[str, ...] = ()
TEMPLATES = paths.HELPERS / "reporting" / "template"


def written():
    """The catalogue as it is in its files, without the sentences that tests add."""
    catalogue.messages.cache_clear()
    return {language: dict(catalogue.messages(language)) for language in catalogue.languages()}


def sources():
    """Every piece of Python of ours: modules, and the code cells of chapters."""
    for path in sorted(paths.HELPERS.rglob("*.py")):
        yield path.name, path.read_text(encoding="utf-8")
    for path in sorted(paths.NOTEBOOKS.glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                yield path.name, "".join(cell["source"])


def texts(node):
    return {
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


def said_keys():
    """Every key given to a report, as (where, key)."""
    for where, source in sources():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in SPEAKS:
                given = [*node.args, *(word.value for word in node.keywords)]
                keys = {text for argument in given for text in texts(argument)}
                yield from ((where, key) for key in sorted(keys) if KEY.fullmatch(key))
    for path in sorted(TEMPLATES.rglob("*.j2")):
        for key in re.findall(r"say\(['\"]([\w.]+)['\"]", path.read_text(encoding="utf-8")):
            yield path.name, key


def mentioned():
    """Every text of ours that may be a key, and how computed keys begin."""
    whole, beginnings = {key for _, key in said_keys()}, set()
    for _, source in sources():
        tree = ast.parse(source)
        whole |= texts(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginnings.add(node.values[0].value)
    return whole, tuple(text for text in beginnings if re.fullmatch(r"[a-z]+\.[\w.]*", text))


def sections_in_use():
    """The sections of pages, and those of the chapters whose notebooks are there."""
    chapters = {path.stem.split("_", 1)[1] for path in paths.NOTEBOOKS.glob("[0-9]*_*.ipynb")}
    return {"reporting", "page", "index", "missing", "columns", "terms"} | chapters


def test_all_languages_hold_the_same_keys():
    english, *others = (set(messages) for _, messages in sorted(written().items()))

    differing = [english ^ other for other in others]

    assert differing == [set()] * len(others)


def test_all_languages_have_the_same_places_in_each_sentence():
    english = written()["en"]

    differing = {
        (language, key)
        for language in catalogue.languages()
        for key in english
        if catalogue.places(key, language) != catalogue.places(key, "en")
    }

    assert differing == set()


def test_every_key_that_a_notebook_or_a_helper_says_is_in_the_catalogue():
    known = set(written()["en"])

    unknown = {(where, key) for where, key in said_keys() if key not in known}

    assert unknown == set()


def test_every_sentence_of_the_catalogue_is_said_somewhere():
    whole, beginnings = mentioned()

    unsaid = {
        key
        for key in written()["en"]
        if key.split(".")[0] in sections_in_use()
        and key not in whole
        and not key.startswith(beginnings + NOT_YET_SAID)
    }

    assert unsaid == set()


def test_the_scan_finds_the_keys_that_this_wing_says():
    found = {key for _, key in said_keys()}

    assert {"page.skip", "reporting.count_axis", "index.all_runs"} <= found


def test_an_unknown_language_names_those_that_there_are():
    with pytest.raises(UsageError, match="language: 'de' is not known: choose one of en, zh"):
        catalogue.check_language("de")


def test_an_unknown_key_is_named_with_its_language():
    with pytest.raises(MessageError, match=r"trial\.nothing is not in the .* catalogue \(zh\)"):
        catalogue.pieces("trial.nothing", "zh")


def test_a_value_that_a_sentence_lacks_is_named():
    with pytest.raises(MessageError, match=r"trial\.hello \(en\) needs a value for 'n'"):
        catalogue.check_values("trial.hello", "en", {"name"})


def test_a_value_without_a_place_is_named():
    with pytest.raises(MessageError, match=r"trial\.hello \(en\) has no place for .* 'age'"):
        catalogue.check_values("trial.hello", "en", {"name", "n", "age"})


def test_a_sentence_that_two_files_hold_is_refused(tmp_path, monkeypatch):
    (tmp_path / "en").mkdir()
    for name in ("one", "two"):
        (tmp_path / "en" / f"{name}.toml").write_text('[page]\ntitle = "Customers"\n')
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    catalogue.messages.cache_clear()

    with pytest.raises(catalogue.MessageError, match="page.title is in another file too"):
        catalogue.messages("en")

    catalogue.messages.cache_clear()
