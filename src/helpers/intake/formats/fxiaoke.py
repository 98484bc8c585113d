"""Fxiaoke (纷享销客): sheets as its screens export them, and objects as its API answers.

Sheets bear the Chinese labels of the tenant, objects the API's names, times in milliseconds;
custom fields end in ``（自定义）`` or ``__c`` and become attributes. A sales order is one sum, so
that it becomes an order of one line without a product. Where clients are people, their list is
read as contacts (`fxiaoke-clients`); where they are companies, as accounts
(`fxiaoke-accounts`): both carry the client's number as account.
"""

from pathlib import Path

from helpers.intake import files
from helpers.intake.format import laid_out
from helpers.intake.json_answer_file import read_json_answer
from helpers.intake.layout import YEAR_FIRST, Layout
from helpers.intake.text_table import TextTable
from helpers.workspace.source import SourceFile

BOUGHT = {"已成交": "bought", "多次成交": "bought", "未成交": "not bought",
          "1": "not bought", "2": "bought", "3": "bought"}  # fmt: skip
OUTCOME = {
    "赢单": "yes", "已赢单": "yes", "已成交": "yes", "2": "yes", "won": "yes", "win": "yes",
    "输单": "no", "已输单": "no", "无效": "no", "3": "no", "4": "no", "lost": "no", "lose": "no",
    "*": "",
}  # fmt: skip
VOID = {"invalid": "voided", "作废": "voided", "已作废": "voided"}
LEFT_OUT = frozenset((
    "tenant_id", "object_describe_api_name", "object_describe_id", "owner", "lock_rule",
    "lock_status", "lock_user", "version", "created_by", "last_modified_by", "relevant_team",
    "last_modified_time", "data_own_department", "extend_obj_data_id",
    "负责人", "创建人", "最后修改人", "最后修改时间", "相关团队", "锁定状态", "负责人主属部门",
))  # fmt: skip
DAYS = dict.fromkeys(
    ("created_day", "last_contact_day", "closing_day", "ordered_at", "cancelled_at"),
    ("ms", *YEAR_FIRST),
)
CLIENT = ("account_id", "客户ID")
SHARED = {"created_day": ("create_time", "创建时间"), "is_deleted": ("is_deleted",)}
PLACE = {"country": ("country", "国家"), "province": ("province", "省份", "省"),
         "city": ("city", "城市", "市")}  # fmt: skip
PHONE, EMAIL = ("mobile", "手机", "tel", "电话", "联系电话"), ("email", "邮件", "邮箱", "电子邮件")
ADDRESS = ("address", "详细地址", "地址")

CLIENTS = Layout(
    "contacts",
    {
        **SHARED, **PLACE, "contact_id": ("_id", "客户ID"), "account_id": ("_id", "客户ID"),
        "name": ("name", "客户名称"), "phone": PHONE, "email": EMAIL, "address": ADDRESS,
        "source": ("account_source", "客户来源", "来源"),
    },
    record=("contact_id",), numbers="fxiaoke", constants={"kind": "client"},
    date_formats=DAYS, left_out=LEFT_OUT,
)  # fmt: skip
ACCOUNTS = Layout(
    "accounts",
    {
        **SHARED, **PLACE, "account_id": ("_id", "客户ID"), "name": ("name", "客户名称"),
        "phone": ("tel", "电话", "mobile", "手机"), "website": ("url", "网址", "官网"),
        "address": ADDRESS, "account_type": ("account_type", "客户类型"),
        "industry": ("industry", "行业"), "source": ("account_source", "客户来源", "来源"),
        "status": ("deal_status", "成交状态"),
        "last_contact_day": ("last_followed_time", "最后跟进时间"),
    },
    record=("account_id",), numbers="fxiaoke", words={"status": BOUGHT},
    date_formats=DAYS, left_out=LEFT_OUT,
)  # fmt: skip
CONTACTS = Layout(
    "contacts",
    {
        **SHARED, **PLACE, "contact_id": ("_id", "联系人ID"), "account_id": CLIENT,
        "name": ("name", "姓名", "联系人姓名", "联系人名称"), "phone": PHONE, "email": EMAIL,
        "address": ADDRESS, "source": ("contact_source", "联系人来源"),
        "birth_day": ("date_of_birth", "生日"), "gender": ("gender", "性别"),
    },
    record=("contact_id",), numbers="fxiaoke", constants={"kind": "contact"},
    date_formats=DAYS, left_out=LEFT_OUT,
)  # fmt: skip
ORDERS = Layout(
    "order_lines",
    {
        "order_id": ("name", "销售订单编号", "订单编号", "_id"), "customer_id": CLIENT,
        "ordered_at": ("order_date", "下单日期", "订单日期", "create_time", "创建时间"),
        "unit_price": ("order_amount", "amount", "销售订单金额", "销售订单金额（元）", "订单金额"),
        "order_refunded": ("refund_amount", "退款金额"), "is_deleted": ("is_deleted",),
        "status": ("life_status", "生命状态", "order_status", "status", "订单状态"),
        "currency": ("mc_currency", "币种"), **PLACE,
    },
    numbers="fxiaoke", decimal=".", words={"status": VOID}, date_formats=DAYS, left_out=LEFT_OUT,
    also_kept=frozenset(("order_status", "订单状态")),
)  # fmt: skip
OPPORTUNITIES = Layout(
    "deals",
    {
        **SHARED, "deal_id": ("_id", "商机ID", "商机编号"), "name": ("name", "商机名称"),
        "account_id": CLIENT, "account_name": ("客户名称",), "contact_name": ("联系人",),
        "stage": ("sales_stage", "商机阶段", "销售阶段"),
        "is_won": ("sales_status", "商机状态", "阶段状态"),
        "closing_day": ("close_date", "预计成交日期", "结单日期", "预计成单日期"),
        "amount": ("amount", "商机金额", "商机金额（元）", "预计成交金额"),
        "probability": ("probability", "赢率", "赢率（%）"), "currency": ("mc_currency", "币种"),
        "deal_type": ("opportunity_type", "商机类型"), "source": ("leads_source", "商机来源"),
    },
    record=("deal_id",), numbers="fxiaoke", words={"is_won": OUTCOME}, date_formats=DAYS,
    decimal=".", percents=frozenset(("probability",)), left_out=LEFT_OUT,
    also_kept=frozenset(("sales_status", "商机状态")),
)  # fmt: skip


def open_export(path: Path, declared: SourceFile, name: str, needed: tuple[str, ...]) -> TextTable:
    """Return a sheet, or an answer of the API, as a table of text; see `files.read_text`."""
    kind = files.kind_of(path, declared)
    reader = read_json_answer if kind == "json-lines" else files.READERS[kind]
    return reader(path, declared, name, needed)


def _told_by(*sets: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(columns) for columns in sets)


FORMATS = (
    laid_out(
        "fxiaoke-clients",
        _told_by(("客户ID", "客户名称", "客户类型", "成交状态", "手机", "邮件"),
                 ("客户ID", "客户名称", "成交状态", "手机", "邮箱"),
                 ("_id", "name", "account_source", "deal_status", "account_type", "mobile")),
        CLIENTS,
        open_file=open_export,
    ),
    laid_out(
        "fxiaoke-accounts",
        _told_by(("客户ID", "客户名称", "成交状态"),
                 ("_id", "name", "deal_status", "account_source"),
                 ("_id", "name", "deal_status", "account_type")),
        ACCOUNTS,
        open_file=open_export,
    ),
    laid_out(
        "fxiaoke-contacts",
        _told_by(("联系人ID", "姓名"), ("联系人ID", "联系人姓名"), ("联系人ID", "联系人名称"),
                 ("_id", "account_id", "name", "mobile", "job_title"),
                 ("_id", "account_id", "name", "mobile", "title"),
                 ("_id", "account_id", "name", "mobile", "email")),
        CONTACTS,
        open_file=open_export,
    ),
    laid_out(
        "fxiaoke-orders",
        _told_by(("销售订单编号", "下单日期", "销售订单金额"),
                 ("销售订单编号", "下单日期", "销售订单金额（元）"),
                 ("_id", "account_id", "order_date", "order_amount"),
                 ("_id", "account_id", "order_date", "amount", "order_status")),
        ORDERS,
        open_file=open_export,
    ),
    laid_out(
        "fxiaoke-opportunities",
        _told_by(("商机名称", "商机阶段"), ("商机名称", "销售阶段"),
                 ("_id", "account_id", "sales_stage", "close_date")),
        OPPORTUNITIES,
        open_file=open_export,
    ),
)  # fmt: skip
