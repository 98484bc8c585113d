import pytest

from helpers.runner import code, plan
from helpers.runner.code import code_files
from helpers.runner.notebook import Chapter
from helpers.workspace import paths


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A helpers folder in which 05 imports workspace and evidence, and evidence imports stats."""
    helpers = tmp_path / "helpers"
    texts = {
        "__init__.py": "",
        "segmentation.py": "from helpers.evidence import intervals\n",
        "churn.py": "",
        "stats.py": "",
        "evidence/__init__.py": "",
        "evidence/intervals.py": "from .. import stats\n",
        "evidence/__pycache__/intervals.pyc": "",
        "reporting/__init__.py": "",
        "reporting/template/page.html": "",
        "reporting/.cache/x": "",
        "workspace/__init__.py": "",
        "workspace/contracts/orders.toml": "",
        "workspace/contracts/segments.toml": "",
        "workspace/contracts/churn_risk.toml": "",
    }
    for name, text in texts.items():
        (helpers / name).parent.mkdir(parents=True, exist_ok=True)
        (helpers / name).write_text(text)
    monkeypatch.setattr(paths, "HELPERS", helpers)
    monkeypatch.setattr(plan, "CONTRACTS", helpers / "workspace" / "contracts")
    monkeypatch.setattr(code, "LOCK", tmp_path / "requirements.lock")
    code._files.cache_clear()
    code._parts_used_by.cache_clear()
    yield helpers
    code._files.cache_clear()
    code._parts_used_by.cache_clear()


def test_a_chapter_depends_on_what_it_imports_and_what_that_imports(house):
    source = "from helpers import segmentation, workspace\nimport pandas\n"
    notebook = house / "05_segmentation.ipynb"
    chapter = Chapter("05_segmentation", notebook, "?", (), ("segments",), {}, source)

    files = code_files(chapter)

    assert {path.relative_to(house).as_posix() for path in files} == {
        "05_segmentation.ipynb",
        "__init__.py",
        "evidence/__init__.py",
        "evidence/intervals.py",
        "reporting/__init__.py",
        "reporting/template/page.html",
        "segmentation.py",
        "stats.py",
        "workspace/__init__.py",
        "workspace/contracts/segments.toml",
    }
