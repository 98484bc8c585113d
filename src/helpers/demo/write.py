"""Writing the simulated company's exports, and the truth about them."""

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from helpers.demo import customer_export, order_export
from helpers.demo.company import DELIVERIES, Delivery
from helpers.demo.declaration import MARK, write_declaration
from helpers.demo.dirt import CUSTOMER_DAMAGES, ORDER_DAMAGES
from helpers.demo.history import History, simulate_history
from helpers.demo.planted import write_planted
from helpers.demo.rows import Rows
from helpers.demo.sources import Traces, simulate_traces, write_sources
from helpers.demo.truth import Exported, write_truth
from helpers.demo.variants import variant_named
from helpers.workspace import paths
from helpers.workspace.errors import UsageError
from helpers.workspace.source import FILE_NAME

CUSTOMERS = 5000
FEWEST_CUSTOMERS = 10
SEED = 20231001


def write_demo(
    company: str = "demo", *, customers: int = CUSTOMERS, seed: int = SEED, variant: str = "usual"
) -> None:
    """Write a simulated company's exports into data/raw and its truth into data/truth.

    The same arguments give the same bytes. The folders are replaced only once all
    files are written.

    Parameters
    ----------
    company : str, default "demo"
        The company's folder; one that holds other exports is never touched.
    customers : int, default 5000
        How many customers register, those who never order included.
    seed : int, default 20231001
        Where chance starts from.
    variant : str, default "usual"
        Which version of the company: "shifted" breaks what models like to assume
        (see ``variants``).

    Raises
    ------
    UsageError
        If the folder holds exports that were not simulated, or an argument is out of range.
    """
    raw, truth = paths.raw(company), paths.truth(company)
    _check(raw, customers, seed)
    version = variant_named(variant)
    raw.parent.mkdir(parents=True, exist_ok=True)
    truth.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=raw.parent, prefix=".demo-") as scratch:
        new = Path(scratch)
        history = simulate_history(customers, seed, version)
        traces = simulate_traces(history)
        files = _write_exports(history, traces, new / "raw")
        write_truth(history, files, _made(new / "truth"))
        write_planted(history, traces, new / "truth")
        _replace(raw, new / "raw", new / "old raw")
        _replace(truth, new / "truth", new / "old truth")


def _write_exports(history: History, traces: Traces, folder: Path) -> list[Exported]:
    """Write every delivery, oldest first, and return what was written."""
    files: list[Exported] = []
    earlier: list[tuple[Delivery, Rows]] = []
    for delivery in DELIVERIES:
        place = _made(folder / delivery.folder)
        rows = order_export.plan_orders(history, delivery)
        path = place / order_export.FILE_NAME
        footer = order_export.write_orders(history, delivery, rows, path)
        name = f"{delivery.folder}/{path.name}"
        files.append(Exported(name, "order", rows, ORDER_DAMAGES, footer))

        rows = customer_export.plan_customers(history, delivery, earlier)
        path = place / customer_export.FILE_NAME
        customer_export.write_customers(history, delivery, rows, path)
        files.append(Exported(f"{delivery.folder}/{path.name}", "customer", rows, CUSTOMER_DAMAGES))
        earlier.append((delivery, rows))
    write_sources(history, traces, folder)
    write_declaration(folder)
    return files


def _check(raw: Path, customers: int, seed: int) -> None:
    if customers < FEWEST_CUSTOMERS:
        raise UsageError(f"customers: {customers} is too few, use at least {FEWEST_CUSTOMERS}")
    if seed < 0:
        raise UsageError(f"seed: {seed} is negative, use 0 or more")
    declared = raw / FILE_NAME
    simulated = declared.exists() and declared.read_text(encoding="utf-8").startswith(MARK)
    if raw.exists() and any(raw.iterdir()) and not simulated:
        raise UsageError(
            f"data/raw/{raw.name} holds exports that were not simulated: choose another company"
        )


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def _replace(folder: Path, new: Path, old: Path) -> None:
    """Put a finished folder in the place of an older one."""
    if folder.exists():
        os.rename(folder, old)
    os.rename(new, folder)
    shutil.rmtree(old, ignore_errors=True)
