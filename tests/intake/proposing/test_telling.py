from datetime import date

from helpers.intake.proposing.claim import ask, propose
from helpers.intake.proposing.proposal import Entry, Proposal
from helpers.intake.proposing.telling import proposal_lines

READ = Entry(
    "2026-07-06/a_*.csv",
    [propose("format", "csv", ""), propose("received", date(2026, 7, 6), ""),
     propose("encoding", "gb18030", ""), propose("delimiter", ",", ""),
     propose("table", "order_lines", ""), ask("decimal", "which?", suggestion=".")],
    ("2026-07-06/a_1.csv", "2026-07-06/a_2.csv"),
)  # fmt: skip
IGNORED = Entry("*/x.bin", [ask("why", "what is it?")], ("2026-07-06/x.bin",))


def test_what_is_found_asked_and_to_be_done_is_told():
    told = list(proposal_lines(Proposal("acme", [Entry("", []), READ, IGNORED])))

    assert told == [
        "3 files in data/raw/acme, of which 2 can be read:",
        "  2026-07-06/a_*.csv: csv (order_lines), encoding 'gb18030', decimal '.'?, 1 question",
        "Nothing reads 1 file:",
        "  */x.bin",
        "5 entries proposed with evidence, 2 questions:",
        "  2026-07-06/a_*.csv, decimal: which?",
        "  */x.bin, why: what is it?",
        "",
        "The draft is data/raw/acme/source.draft.toml. Answer its questions, rename it to "
        "source.toml, then: make reports COMPANY=acme",
    ]


def test_many_questions_are_shortened():
    asked = [ask(f"columns.c{n}", "which?") for n in range(20)]

    told = list(proposal_lines(Proposal("acme", [Entry("a.csv", [READ.claims[0], *asked])])))

    assert sum("which?" in line for line in told) == 12
    assert "  and 8 more, all in the draft" in told


def test_a_company_that_is_declared_has_nothing_to_propose():
    assert list(proposal_lines(Proposal("acme", [], "title = 1"))) == [
        "Every file in data/raw/acme is declared: there is nothing to propose."
    ]
