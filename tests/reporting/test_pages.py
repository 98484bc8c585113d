import re
import subprocess
import sys

import pytest

from helpers.reporting import pages
from helpers.reporting.pages import Run


def page(run, **context):
    made = Run(**{**run, **context})
    return pages.render("missing.html.j2", language="en", run=made, question="Why?",
                        lacks=[("orders", "add")], folder="data/raw/demo")  # fmt: skip


def test_head_and_foot_say_company_quarter_day_and_run(run):
    text = re.sub(r"\s+", " ", re.sub("<[^>]+>", "", page(run))).replace("\xa0", " ")

    assert "Demo Outdoor · 2026Q3 As of 30 September 2026" in text
    assert "Data through 30 September 2026 Run 0a1b2c" in text


def test_text_is_escaped(run):
    made = page(run, title="<script>x</script>")

    assert "<script>x" not in made


def test_a_page_lets_only_its_own_script_run(run):
    made = page(run)

    script = re.search(r"<script>(.*?)</script>", made, re.DOTALL)[1]
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', made)[1]
    assert "default-src 'none'" in policy
    assert pages._hash(script).replace("+", "&#43;") in policy.replace("+", "&#43;")


@pytest.mark.parametrize(("language", "expected"), [("en", "en"), ("zh", "zh-CN")])
def test_a_page_names_its_language(language, expected):
    made = pages.render("runs_index.html.j2", language=language, companies=[])

    assert f'<html lang="{expected}">' in made


def test_the_indexes_load_nothing_that_draws_or_converts():
    code = (
        "import sys; from helpers.reporting import index, missing; "
        "print({'matplotlib', 'nbconvert', 'IPython'} & set(sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"
