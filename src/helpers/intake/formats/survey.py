"""Exports of survey tools: one row a respondent, one column a question.

Every column that says nothing of the respondent is a question, whatever its name.
"""

import hashlib
from collections.abc import Iterable

import pandas as pd

from helpers.intake import records, values
from helpers.intake.format import Format
from helpers.intake.layout import Layout
from helpers.intake.reading import FileContext, Reading
from helpers.intake.spread import spread
from helpers.intake.text_table import TextTable
from helpers.workspace import free_text
from helpers.workspace.errors import InputError

MOST_CHOICES = 20
ANSWERS_PER_CHOICE = 3  # on the average: words that hardly anybody repeats are free ones
LONGEST_CHOICE = 60  # characters
SCALE = r"[-+]?\d{1,4}(?:[.,]\d{1,2})?"  # longer numbers may be phones, years of accounts, ids
LAYOUT = Layout(
    "survey_answers",
    {
        "respondent_id": ("Respondent ID", "ResponseId", "Response ID", "respondent_id",
                          "Submission ID", "Token", "#", "答卷编号", "序号", "编号", "受访者编号"),
        "event_day": ("Submitted", "Submitted at", "submitted_at", "Submit Date (UTC)",
                      "Submission Date", "Date submitted", "RecordedDate", "Timestamp",
                      "End Date", "EndDate", "Date Modified", "Date Created", "提交时间",
                      "提交答卷时间", "结束答题时间", "时间戳记"),
        "email": ("Email", "E-mail", "Email Address", "email_address", "RecipientEmail",
                  "Username", "邮箱", "电子邮件", "电子邮件地址"),
        "phone": ("Phone", "Phone number", "Mobile", "手机", "手机号", "电话"),
        "contact_id": ("Customer ID", "customer_id", "Customer number", "ExternalReference",
                       "客户编号", "会员号"),
    },
    record=("respondent_id",),
    # What it is in truth, each of its cells says.
    constants={"question": "", "kind": "text"},
    left_out=frozenset((
        "Name", "Full name", "First name", "Last name", "RecipientFirstName", "RecipientLastName",
        "姓名", "微信昵称", "IP Address", "IPAddress", "来自IP", "Location", "LocationLatitude",
        "LocationLongitude", "Collector ID", "Network ID", "Start Date", "StartDate", "Started",
        "Start Date (UTC)", "开始答题时间", "开始时间", "Duration", "Duration (in seconds)",
        "所用时间", "答题时长", "Status", "Progress", "Finished", "DistributionChannel",
        "UserLanguage", "Language", "Channel", "来源", "来源详情", "总分", "Tags",
        "Stage Date (UTC)",
    )),
)  # fmt: skip


def read_survey(text: TextTable, context: FileContext) -> Reading:
    """Return a survey's answers, one row per respondent and question that was answered.

    A scale is a column in which every answer is a short number; a choice one whose few
    words are each given several times; all else is text. What could name somebody in
    words is masked, and names, addresses of machines and places are not kept.
    """
    layout = LAYOUT._replace(own_numbers=f"survey {_named_by(text.frame.columns)}")
    reading = records.read(text, context, layout)
    if reading.unknown is None:
        raise InputError(f"{context.shown} has no question: is it the export of answers?")
    cells = reading.unknown[["line", "name", "value"]].rename(columns={"value": "answer"})
    sign = context.declared.decimal or "."
    kinds = {name: _kind(answers, sign) for name, answers in cells.groupby("name")["answer"]}
    kind = cells["name"].map(kinds).astype("str")
    scale = kind.eq("scale")
    number = values.read_numbers(cells["answer"].where(scale, ""), sign)
    words = free_text.without_personal(cells["answer"])
    told = cells.assign(kind=kind, answer=cells["answer"].where(scale, words), value=number)
    return spread(reading, told.rename(columns={"name": "question"}))


def _kind(answers: pd.Series, decimal: str) -> str:
    """Return what one question's answers are: scale, choice or text."""
    distinct = answers.drop_duplicates()
    short = distinct.str.fullmatch(SCALE).all()
    if short and values.read_numbers(distinct, decimal).notna().all():
        return "scale"
    few = len(distinct) <= min(MOST_CHOICES, len(answers) // ANSWERS_PER_CHOICE)
    return "choice" if few and distinct.str.len().le(LONGEST_CHOICE).all() else "text"


def _named_by(header: Iterable[str]) -> str:
    """Return what names a survey: its questions. Respondents of two surveys share numbers."""
    return hashlib.sha256("\n".join(sorted(header)).encode()).hexdigest()[:12]


FORMAT = Format(
    name="survey",
    records="survey_answers",
    tell_tale=(
        frozenset(("Respondent ID", "Submitted")),
        frozenset(("Respondent ID", "Collector ID", "Date Created")),
        frozenset(("ResponseId", "RecordedDate")),
        frozenset(("Response ID", "Date submitted")),
        frozenset(("#", "Submit Date (UTC)")),
        frozenset(("Submission ID", "Submitted at")),
        frozenset(("respondent_id", "submitted_at")),
        frozenset(("序号", "提交答卷时间")),
        frozenset(("编号", "结束答题时间")),
        frozenset(("答卷编号", "提交时间")),
    ),
    needs=lambda context: (),
    read=read_survey,
    any_column_tells=True,
    dates=records.headers_of(LAYOUT, ("day",)),
)
