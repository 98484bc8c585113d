"""The command line: ``python -m helpers run``, ``plan``, ``intake``, ``forget`` and others."""

import sys
from typing import Annotated, Any

import typer

from helpers.runner.ending import failures_said
from helpers.runner.request import Request, make_request
from helpers.workspace import paths
from helpers.workspace.errors import UsageError

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Customer insight: raw exports in, reports out.",
)

Company = Annotated[str, typer.Option(help="The company's folder in data/raw.")]
Periods = Annotated[
    list[str] | None,
    typer.Option(
        "--period",
        help="A quarter such as 2026Q3. May be repeated: quarters are done "
        "in order.  [default: the last complete one]",
    ),
]
AsOf = Annotated[
    str | None, typer.Option(help="The last day that is known.  [default: the quarter's end]")
]
Language = Annotated[str, typer.Option(help="The language of the reports: en or zh.")]
Given = Annotated[
    list[str] | None,
    typer.Option(
        "-p",
        "--parameter",
        metavar="NAME=VALUE",
        help="Set a parameter, as in "
        "minimum_group=20 or 05_segmentation.minimum_group=20. May be repeated.",
    ),
]
Workers = Annotated[
    int, typer.Option(min=1, envvar="HELPERS_WORKERS", help="How many chapters may run at once.")
]
Limit = Annotated[float, typer.Option(min=0.01, help="Stop a run that takes longer.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show tracebacks, which may quote data.")]


Whose = Annotated[str, typer.Option("--company", help="The company's folder in data/raw.")]
ByEmail = Annotated[bool, typer.Option("--email", help="The person is named by an e-mail.")]
ByPhone = Annotated[bool, typer.Option("--phone", help="By a phone.")]
ByNumber = Annotated[
    bool, typer.Option("--customer-id", help="By the number that some system gave them.")
]
From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="FILE",
        help="Where that stands: a file, or - for standard "
        "input.  [default: asked for, and not shown]",
    ),
]


@app.command()
def run(
    company: Company = "demo",
    period: Periods = None,
    as_of: AsOf = None,
    language: Language = "en",
    parameter: Given = None,
    workers: Workers = 2,
    limit_minutes: Limit = 60,
    debug: Debug = False,
) -> None:
    """Run the chapters that are not up to date and publish the reports."""
    with failures_said(debug):
        from helpers.runner import session

        requests = _requests(company, period, as_of, language, parameter)
        results = session.run(
            requests, workers=workers, limit_minutes=limit_minutes, debug=debug,
            on_terminal=sys.stdout.isatty(), say=_say,
        )  # fmt: skip
        for result in results:
            _say(_said_of(result))


@app.command()
def plan(
    company: Company = "demo",
    period: Periods = None,
    as_of: AsOf = None,
    language: Language = "en",
    parameter: Given = None,
    debug: Debug = False,
) -> None:
    """Show which chapters a run would do, and why."""
    with failures_said(debug):
        from helpers.runner import session

        session.explain(_requests(company, period, as_of, language, parameter), _say)


@app.command()
def intake(
    company: Annotated[str, typer.Option(help="The company's folder in data/raw.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Write a draft that is there already anew.")
    ] = False,
    debug: Debug = False,
) -> None:
    """Propose how to read a company's exports: a draft of its source.toml, to be confirmed."""
    with failures_said(debug):
        from helpers.intake.proposing import proposal_lines, write_draft

        for line in proposal_lines(write_draft(company, replace=replace)):
            _say(line)


@app.command()
def forget(
    company: Whose,
    email: ByEmail = False,
    phone: ByPhone = False,
    customer_id: ByNumber = False,
    file: From = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before deleting.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Finish what was cut short.")] = False,
    debug: Debug = False,
) -> None:
    """Forget a person: in exports, tables and pages, and in every delivery to come."""
    with failures_said(debug):
        from helpers.runner import asking

        kind = "" if resume else _kind_of(email, phone, customer_id)
        asking.forget(
            company, kind, lambda: asking.value_from(file, kind, _hidden), resume=resume,
            confirm=lambda question: yes or typer.confirm(question), say=_say,
        )  # fmt: skip


@app.command("export-me")
def export_me(
    company: Whose,
    email: ByEmail = False,
    phone: ByPhone = False,
    customer_id: ByNumber = False,
    file: From = None,
    debug: Debug = False,
) -> None:
    """Write down all that is known of a person, in the private area."""
    with failures_said(debug):
        from helpers.runner import asking

        kind = _kind_of(email, phone, customer_id)
        asking.export_me(company, kind, lambda: asking.value_from(file, kind, _hidden), _say)


@app.command()
def demo(
    company: Annotated[str, typer.Option(help="The folder to write, in data/raw.")] = "demo",
    customers: Annotated[int, typer.Option(min=1, help="How many customers.")] = 5000,
    seed: Annotated[int | None, typer.Option(help="Another company with another seed.")] = None,
    variant: Annotated[
        str, typer.Option(help="usual, or shifted: a company that breaks what models assume.")
    ] = "usual",
    debug: Debug = False,
) -> None:
    """Write the demo company's exports, and its truth for the tests."""
    with failures_said(debug):
        from helpers.demo import write_demo

        chosen = {} if seed is None else {"seed": seed}
        write_demo(company, customers=customers, variant=variant, **chosen)
        _say(f"The demo company lies in {paths.raw(company).relative_to(paths.root())}")


@app.command()
def cards(
    company: Company = "demo",
    period: Annotated[
        str | None, typer.Option(help="A quarter.  [default: the newest that has cards]")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="png or pdf.")] = "png",
    language: Language = "en",
    browser: Annotated[
        str | None, typer.Option(help="The program that draws.  [default: Chromium or Chrome]")
    ] = None,
    to: Annotated[
        str | None, typer.Option(help="A folder.  [default: cards_<period> beside the reports]")
    ] = None,
    debug: Debug = False,
) -> None:
    """Draw the card of each persona, as it was published, to be put on a wall."""
    with failures_said(debug):
        from helpers.runner.card_files import draw_cards

        chosen = {"period": period, "form": form, "language": language}
        for path in draw_cards(company, browser=browser, to=to, **chosen):
            _say(str(path.relative_to(paths.root()) if path.is_relative_to(paths.root()) else path))


def main() -> None:
    """Run the command that the arguments name."""
    app(prog_name="python -m helpers")


def _kind_of(email: bool, phone: bool, customer_id: bool) -> str:
    chosen = {"email": email, "phone": phone, "customer-id": customer_id}
    told = [kind for kind, given in chosen.items() if given]
    if len(told) != 1:
        raise UsageError("say by what the person is named: --email, --phone or --customer-id")
    return told[0]


def _hidden(question: str) -> str:
    return typer.prompt(question, hide_input=True)


def _requests(
    company: str, names: list[str] | None, as_of: str | None, language: str,
    given: list[str] | None,
) -> list[Request]:  # fmt: skip
    chosen = {"as_of": as_of, "language": language, "given": given}
    return [make_request(company, period=name, **chosen) for name in sorted(set(names or [None]))]


def _said_of(result: Any) -> str:
    shown = result.index.relative_to(paths.root())
    if result.ran:
        return f"Run {result.run_id} is published: {shown}"
    if result.published:
        return f"Nothing to run; run {result.run_id} was published again: {shown}"
    return f"Nothing changed since run {result.run_id}: {shown}"


def _say(line: str) -> None:
    print(line, flush=True)
