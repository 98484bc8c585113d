"""Two hundred planted people with unique names, phones and e-mails: none leaves the private area.

They stand in every kind of export that names somebody, in free text and in rows that are
rejected. Whatever a run, a proposal, a failing or a killed chapter leaves is then read to the
last byte.
"""

import csv
import io
import os
import re
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import openpyxl
import pandas as pd
import psutil
import pytest

from helpers.demo import write_demo
from helpers.rights.search import contents, readings, search
from helpers.workspace import paths, privacy

CANARIES = 200
PERIOD = "2026Q2"
# Headers under which the demo's exports name somebody.
GIVEN, FAMILY = ("First Name",), ("Last Name",)
WHOLE = ("Name", "Billing Name", "Shipping Name", "Contact Name", "reviewer_name", "客户名称")
NOTES = ("Note", "Description", "description", "note", "body", "Notes", "备注")


# Long enough to stand nowhere in packed bytes by chance.
ONLY_THEIRS = re.compile(
    r"canary\.example|wvarn[a-j]{3}|zqx[a-j]{3}|鹴鸩|鸩. ?鹴|199\d{3}77\d{3}", re.IGNORECASE
)


class Canary:
    """One planted person, with values that stand nowhere else."""

    def __init__(self, number: int):
        letters = "".join(chr(ord("a") + int(digit)) for digit in f"{number:03d}")
        chinese = number % 2 == 0
        self.given = f"鸩{chr(0x4E00 + 3 * number)}" if chinese else f"Zqx{letters}"
        self.family = "鹴" if chinese else f"Wvarn{letters}"
        self.name = self.family + self.given if chinese else f"{self.given} {self.family}"
        self.email = f"wvarn.zqx{letters}@canary.example"
        self.phone = f"+86199{number:03d}77{number:03d}"

    @property
    def values(self) -> list[str]:
        names = [self.name, f"{self.given} {self.family}", self.given]
        return [*names, self.email, self.phone, self.phone.removeprefix("+86")]


class Planting:
    """Puts canaries in the place of people, wherever their e-mail or phone stands."""

    def __init__(self, rows: list[dict[str, str]]):
        self.canaries = [Canary(number) for number in range(min(CANARIES, len(rows)))]
        self.by_value = {}
        for canary, row in zip(self.canaries, rows, strict=False):
            for told, own in ((row["Email"], canary.email), (row["Phone"], canary.phone)):
                if told.strip("'"):
                    self.by_value[told.strip("'")] = (canary, own)

    def row(self, cells: dict[str, str]) -> dict[str, str]:
        """Return a row, with a canary in it where it is about one."""
        found = [self.by_value[text] for cell in cells.values()
                 if (text := str(cell or "").strip("'")) in self.by_value]  # fmt: skip
        if not found:
            return cells
        canary = found[0][0]
        told = {}
        for name, cell in cells.items():
            text = str(cell or "").strip("'")
            told[name] = self.by_value[text][1] if text in self.by_value else cell
        told |= dict.fromkeys(told.keys() & {*GIVEN}, canary.given)
        told |= dict.fromkeys(told.keys() & {*FAMILY}, canary.family)
        told |= {name: canary.name for name in told.keys() & {*WHOLE}
                 if not (told[name] or "").startswith("#")}  # fmt: skip
        said = f"write to {canary.email} or ring {canary.phone}"
        return told | dict.fromkeys(told.keys() & {*NOTES}, said)


def plant(folder: Path) -> list[Canary]:
    """Put canaries into every export of a simulated company."""
    exported = folder / "2026-07-06" / "customers_export.csv"
    planting = Planting(list(csv.DictReader(exported.open(encoding="utf-8", newline=""))))
    for path in folder.rglob("*.csv"):
        path.write_text(planted_csv(path.read_text(encoding="utf-8"), planting), encoding="utf-8")
    for path in folder.rglob("*.xlsx"):
        plant_workbook(path, planting)
    contacts = folder / "2026-07-06" / "zoho_contacts.csv"
    with contacts.open("a", encoding="utf-8") as file:  # a row that fits no header
        file.write(f"{planting.canaries[0].email},{planting.canaries[0].phone}\n")
    declaration = folder / "source.toml"
    text = declaration.read_text(encoding="utf-8")
    declaration.write_text(text.replace("grace_days", "reject_limit = 0.2\ngrace_days", 1),
                           encoding="utf-8")  # fmt: skip
    return planting.canaries


def planted_csv(text: str, planting: Planting) -> str:
    reader = csv.DictReader(io.StringIO(text))
    out = io.StringIO()
    writer = csv.DictWriter(out, reader.fieldnames, lineterminator="\n", restval="")
    writer.writeheader()
    for cells in reader:
        cells.pop(None, None)
        writer.writerow(planting.row(cells))
    return out.getvalue()


def plant_workbook(path: Path, planting: Planting) -> None:
    book = openpyxl.load_workbook(path)
    header, *rows = book.active.iter_rows()
    names = [cell.value for cell in header]
    for row in rows:
        told = planting.row({name: cell.value for name, cell in zip(names, row, strict=True)})
        for name, cell in zip(names, row, strict=True):
            cell.value = told[name]
    book.save(path)


class Place:
    """A workspace with canaries, a folder of temporary files, and all that commands said."""

    def __init__(self, root: Path):
        self.root, self.temporary = root / "root", root / "temporary"
        self.temporary.mkdir()
        self.said = root / "said.txt"
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(paths.ROOT_VARIABLE, str(self.root))
            write_demo("demo", customers=300)
            self.canaries = plant(paths.raw("demo"))

    def environment(self, **changes: str) -> dict[str, str]:
        return {**os.environ, paths.ROOT_VARIABLE: str(self.root), "TMPDIR": str(self.temporary),
                **changes}  # fmt: skip

    def start(self, *command: str, **changes: str) -> subprocess.Popen:
        with self.said.open("a") as said:
            return subprocess.Popen([sys.executable, "-m", *command], stdout=said, stderr=said,
                                    env=self.environment(**changes))  # fmt: skip

    def outside_private(self) -> list[Path]:
        """Return every file but the exports themselves and those of the private area."""
        raw = self.root / "data" / "raw"
        truth = self.root / "data" / "truth"
        found = [self.said, *self.temporary.rglob("*")]
        for path in self.root.rglob("*"):
            exported = path.is_relative_to(raw) and not path.name.startswith("source.")
            if not exported and not path.is_relative_to(truth) and not private_folder(path):
                found.append(path)
        return [path for path in found if path.is_file()]

    def leaks(self) -> list[str]:
        """Return what outside the private area speaks of a canary."""
        return [str(path) for path in self.outside_private() if speaks_of_one(path)]


def private_folder(path: Path) -> Path | None:
    """Return the folder of the private area in which a file lies, if it does."""
    named = [f for f in path.parents if f.name == "private" or f.name.startswith("private_")]
    return named[0] if named else None


def speaks_of_one(path: Path) -> bool:
    """Return whether a file holds a part that only canaries have, however it is written."""
    return any(ONLY_THEIRS.search(text) for content in contents(path)
               for text in readings(content))  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return Place(tmp_path_factory.mktemp("canaries"))


@pytest.fixture(scope="module")
def published(place):
    """The place after a run of the whole series."""
    assert place.start("helpers", "run", "--period", PERIOD).wait() == 0, place.said.read_text()
    return place


def test_all_canaries_are_taken_in_so_that_their_absence_means_something(published):
    private = published.root / "data" / "processed" / "demo" / "private"

    details = pd.read_parquet(private / "contact_details.parquet")

    known = {canary.email for canary in published.canaries} & set(details["email"])
    assert len(known) > CANARIES - 5  # the demo damages a few
    assert len({canary.phone for canary in published.canaries} & set(details["phone"])) > 100
    assert details["name"].isin([canary.name for canary in published.canaries]).sum() > CANARIES
    assert speaks_of_one(private / "rejected_text.parquet")
    exports = [path for path in (published.root / "data/raw").rglob("*") if path.is_file()]
    assert sum(speaks_of_one(path) for path in exports) > 20


def test_no_canary_is_in_a_table_a_page_a_notebook_a_manifest_or_a_log(published):
    looked_at = {path.suffix for path in published.outside_private()}

    assert {".parquet", ".html", ".ipynb", ".json", ".txt"} <= looked_at
    assert published.leaks() == []


def test_the_private_area_is_for_its_owner_alone(published):
    folders = {private_folder(path) for path in published.root.rglob("*.parquet")} - {None}

    assert len(folders) >= 4
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}


def test_a_proposal_quotes_no_canary(published):
    assert published.start("helpers", "intake", "--company", "demo", "--replace").wait() == 0
    with_source = published.root / "data/raw/demo/source.toml"
    aside = with_source.rename(published.root / "declared")
    assert published.start("helpers", "intake", "--company", "demo", "--replace").wait() == 0
    aside.rename(with_source)

    draft = with_source.with_name("source.draft.toml")
    assert len(draft.read_text(encoding="utf-8")) > 5_000
    assert published.leaks() == []


RAISES = {
    "an error of a library": "float(details.email.dropna().iloc[0])",
    "an error that names somebody": 'raise ValueError(f"cannot greet {details.name.iloc[0]}")',
    "an assertion": "assert False, f'{details.name.iloc[0]} has {details.phone.iloc[0]}'",
    "a lookup": "{}[details.name.iloc[0]]",
    "the engine": "engine.connection().raw_sql('SELECT CAST(\\'%s\\' AS INT)' "
                  "% details.email.dropna().iloc[0])",
}  # fmt: skip


def series(folder: Path, code: str) -> Path:
    """Write a series whose second chapter reads who people are, and then does something."""
    folder.mkdir(parents=True, exist_ok=True)
    first = paths.NOTEBOOKS / "01_cleaning.ipynb"
    (folder / first.name).write_bytes(first.read_bytes())
    second = nbformat.read(paths.NOTEBOOKS / "05_segmentation.ipynb", as_version=4)
    parameters = next(c for c in second.cells if "parameters" in c.metadata.get("tags", []))
    reading = (
        "from helpers.workspace import engine, open_desk\n"
        'desk = open_desk("02_greeting", company, period)\n'
        'details = desk.read("contact_details").to_pandas().sort_values("email")\n'
        'details = details[details.email.str.endswith("canary.example", na=False)]'
    )
    second.cells = [
        nbformat.v4.new_markdown_cell("# Whom do we greet?\n\nWords.\n\n"
                                      "*Reads* `contact_details`.\n*Writes* `spend_cuts`."),
        parameters, nbformat.v4.new_code_cell(reading), nbformat.v4.new_code_cell(code),
    ]  # fmt: skip
    nbformat.write(second, folder / "02_greeting.ipynb")
    return folder


@pytest.mark.parametrize("code", RAISES.values(), ids=RAISES)
def test_a_chapter_that_fails_over_a_canary_names_none(published, tmp_path, code):
    notebooks = series(tmp_path / "notebooks", code)

    done = published.start("helpers", "run", "--period", PERIOD, HELPERS_NOTEBOOKS=str(notebooks))

    assert done.wait() == 4
    assert "02_greeting" in published.said.read_text(encoding="utf-8")
    assert published.leaks() == []


@pytest.mark.parametrize("who", ["the kernel", "the run"])
def test_a_chapter_that_is_killed_in_the_middle_leaves_no_canary(published, tmp_path, who):
    started = tmp_path / "started"
    code = (
        "import os, signal, time\nfrom pathlib import Path\nprint(details)\n"
        "engine.write(engine.in_memory(details), desk.folder.parent / 'private' / 'half.parquet', "
        "'details')\n"
        f"Path({str(started)!r}).touch()\n"
        + ("os.kill(os.getpid(), signal.SIGKILL)" if who == "the kernel" else "time.sleep(120)")
    )
    notebooks = series(tmp_path / "notebooks", code)

    run = published.start("helpers", "run", "--period", PERIOD, HELPERS_NOTEBOOKS=str(notebooks))
    assert comes_true(started.exists)
    if who == "the run":
        run.send_signal(signal.SIGKILL)

    assert run.wait() != 0
    assert comes_true(lambda: not still_running(published))
    assert published.leaks() == []


def comes_true(true, seconds: float = 120.0) -> bool:
    """Wait for something to become true; return whether it did."""
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


def still_running(place: Place) -> bool:
    stage = str(place.root / "data" / "processed" / "demo" / ".work")
    for process in psutil.process_iter():
        try:
            if process.environ().get("HELPERS_STAGE") == stage:
                return True
        except (psutil.Error, OSError):
            continue
    return False


def test_tests_of_a_notebook_leave_no_canary(published, tmp_path):
    notebook = nbformat.read(paths.NOTEBOOKS / "01_cleaning.ipynb", as_version=4)
    cell = next(c for c in notebook.cells if "parameters" in c.metadata.get("tags", []))
    cell.source = re.sub(r"2026Q\d", PERIOD, cell.source)
    nbformat.write(notebook, tmp_path / "01_cleaning.ipynb")

    done = published.start("pytest", "--nbval-lax", "-q", "-n0", "-p", "no:cacheprovider",
                           str(tmp_path / "01_cleaning.ipynb"))  # fmt: skip

    assert done.wait() == 0, published.said.read_text(encoding="utf-8")[-2000:]
    assert published.leaks() == []
    assert not any(speaks_of_one(path) for path in tmp_path.iterdir())


def test_forgetting_one_changes_no_page_and_nobody_elses_row(published):
    processed, pages = published.root / "data/processed/demo", published.root / "reports"
    buyers = set(pd.read_parquet(processed / "canonical" / "orders.parquet")["customer_id"])
    canary = next(one for one in published.canaries
                  if privacy.pseudonym("email", one.email) in buyers)  # fmt: skip
    tables = {path: pd.read_parquet(path) for path in processed.rglob("*.parquet")
              if not any(part.startswith(".") for part in path.parts)}  # fmt: skip
    before = {path: path.read_bytes() for path in pages.rglob("*.html")}
    (published.temporary / "who.txt").write_text(canary.email)

    gone = published.start("helpers", "forget", "--company", "demo", "--email", "--yes",
                           "--from", str(published.temporary / "who.txt"))  # fmt: skip

    (published.temporary / "who.txt").unlink(missing_ok=gone.wait() != 0)
    assert gone.returncode == 0, published.said.read_text(encoding="utf-8")[-500:]
    left = search([published.root], canary.values).found
    assert [one.path.name for one in left if "truth" not in one.path.parts] == []
    assert {path: path.read_bytes() for path in pages.rglob("*.html")} == before
    ids = set(pd.read_csv(published.root / "data/decisions/demo/forgotten.csv")["pseudonym"])
    changed = {path.stem for path, table in tables.items() if _only_they_went(path, table, ids)}
    assert {"customers", "segments", "contacts", "contact_details", "order_lines"} <= changed


def _only_they_went(path: Path, before: pd.DataFrame, ids: set[str]) -> bool:
    """Hold a table to what it was without some people; return whether it changed."""
    after = pd.read_parquet(path)
    told = [name for name in before if before[name].dtype in ("str", object)]
    theirs = before[told].isin(ids).any(axis="columns")
    if path.stem in ("orders", "order_lines"):
        assert after.loc[theirs, "customer_id"].isna().all()
        kept = before.assign(customer_id=before["customer_id"].mask(theirs))
        pd.testing.assert_frame_equal(after, kept, check_dtype=False, obj=path.stem)
    elif path.stem not in ("rejected", "rejected_text", "attributes", "deal_details"):
        kept = before[~theirs].reset_index(drop=True)
        pd.testing.assert_frame_equal(after, kept, check_dtype=False, obj=path.stem)
    return bool(theirs.any())
