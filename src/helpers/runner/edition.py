"""A quarter's next edition: what was built, put in place of what is published."""

import hashlib
import json
from pathlib import Path
from typing import Any

from helpers.runner import manifest as manifests
from helpers.runner.hashes import Hashes
from helpers.runner.lock import turn
from helpers.runner.publish import Shelf, is_published, publish, remove_leftovers, roll_forward
from helpers.runner.request import Request
from helpers.runner.series import Memory
from helpers.runner.steps import Step
from helpers.workspace import paths

CARDS = "personas.json"


def folders(request: Request) -> list[Path]:
    """Return the folders that a quarter publishes, in the order in which they are swapped."""
    processed = paths.processed(request.company)
    return [
        processed / "canonical",
        processed / "private",
        processed / f"private_{request.period}",
        processed / str(request.period),
        paths.reports(request.company) / str(request.period),
    ]


def index_page(request: Request) -> Path:
    """Return the page on which a quarter's reader begins."""
    return folders(request)[-1] / "index.html"


def stands(request: Request, run_id: str, hashes: Hashes) -> bool:
    """Return whether the edition of a run is published and whole."""
    listed = (paths.reports() / "index.html").exists()
    return listed and is_published(_record(request), run_id, hashes)


def publish_edition(
    request: Request, steps: list[Step], memory: Memory, *, run_id: str, key_id: str
) -> None:
    """Put what was built in place of what is published.

    Raises
    ------
    PublishFailed
        If the disk is full or a folder cannot be written; what was published stays.
    """
    told, shelves = _next_edition(request, steps, memory, run_id=run_id, key_id=key_id)
    hashes = memory.hashes
    publish(shelves, _record(request), told, work=request.work, hashes=hashes, refresh=_refresh)


def mend(requests: list[Request], hashes: Hashes) -> None:
    """Finish what a killed run was publishing, or clear away what it was preparing."""
    if not roll_forward(requests[0].work, hashes=hashes, refresh=_refresh):
        for folder in {folder for request in requests for folder in folders(request)}:
            remove_leftovers(folder)


def _record(request: Request) -> Path:
    return request.stage / "published.json"


def _next_edition(
    request: Request, steps: list[Step], memory: Memory, *, run_id: str, key_id: str
) -> tuple[dict[str, Any], list[Shelf]]:
    """Return the hash of each file of the next edition, and the shelves that hold them."""
    from helpers.runner import rendering

    folder, hashes = request.stage / "reports", memory.hashes
    done = {step.chapter.name: memory.get_values(step.task) for step in steps}
    manifest = manifests.make_manifest(
        request, steps, done, run_id=run_id, key_id=key_id, hashes=hashes
    )
    built = [folder / f"{step.chapter.name}.html" for step in steps]
    built.append(rendering.write_period_index(folder, manifest))
    mark, name = rendering.RUN_ID_MARK.encode(), run_id.encode()
    texts = {page.name: page.read_bytes().replace(mark, name) for page in built} | _cards(request)
    manifest["reports"] = {page: _digest(text, hashes) for page, text in texts.items()}
    shelves = _shelves(request, manifest, texts)
    files = {
        (shelf.target / name).relative_to(paths.root()).as_posix(): _digest(content, hashes)
        for shelf in shelves
        for name, content in shelf.files.items()
    }
    return {"run_id": run_id, "files": files}, shelves


def _cards(request: Request) -> dict[str, bytes]:
    """Return the cards of personas as data, where a chapter of this run has made some."""
    made = [request.stage / "cards" / f"{chapter.name}.json" for chapter in request.chapters]
    found = [path for path in made if path.exists()]
    return {CARDS: found[-1].read_bytes()} if found else {}


def _shelves(request: Request, manifest: dict, pages: dict[str, bytes]) -> list[Shelf]:
    tables = {
        area: {
            f"{name}.parquet": request.table(name)
            for name in manifests.area_tables(list(manifest["tables"]), area)
        }
        for area in ("canonical", "private", "private_period", "period")
    }
    told = {"manifest.json": _json(manifest)}
    findings = {"findings.json": _json(manifest["findings"])}
    contents = [
        tables["canonical"], tables["private"], tables["private_period"],
        {**tables["period"], **told, **findings}, {**pages, **told},
    ]
    return [
        Shelf(folder, files, private=folder.name.startswith("private"))
        for folder, files in zip(folders(request), contents, strict=True)
        if files
    ]


def _json(content: Any) -> bytes:
    return (json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _digest(content: Path | bytes, hashes: Hashes) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    return hashes.digest(content)


def _refresh() -> None:
    """Write the list of all runs, one company at a time, so that none drops another's run."""
    from helpers.runner import rendering

    with turn(paths.reports()):
        rendering.write_runs_index()
