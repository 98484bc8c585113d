"""The client list of the sales tool Fxiaoke (纷享销客), as its screen export: an Excel sheet."""

import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import numpy as np
import openpyxl
import pyarrow as pa

from helpers.demo import company, places, text
from helpers.demo.delivered import dates, panel, write_archive
from helpers.demo.history import History
from helpers.demo.people import People
from helpers.demo.retyping import retyped
from helpers.demo.streams import happens, stream

SHEET = "客户"
HEADER = (
    "客户ID", "客户名称", "客户类型", "行业", "手机", "邮件", "省份", "城市", "详细地址", "负责人",
    "客户来源", "成交状态", "最后跟进时间", "创建时间", "会员偏好（自定义）",
)  # fmt: skip
KEPT = 0.15  # share of the customers who shop in Chinese
TYPES, INDUSTRIES = ("个人", "俱乐部", "企业团购"), ("户外", "健身", "教育", "零售", "互联网")
OWNERS, SOURCES = ("华北组", "华东组", "华南组"), ("门店", "展会", "转介绍", "微信")
LIKES = ("登山", "徒步", "瑜伽", "露营", "跑步", "送礼")


class Clients(NamedTuple):
    """The sheet's clients, one element per row: which customer, since when, as typed there."""

    customer: np.ndarray
    day: np.ndarray
    people: People

    @property
    def client_id(self) -> text.Text:
        """The tool's own id of each client."""
        number = text.number(1_000_003 * (np.arange(len(self.customer)) + 17), width=12)
        return text.join("66f1c0a2e4b0", number)


def simulate_clients(history: History) -> Clients:
    """Return the clients of a company."""
    rng, customers = stream(history.seed, "clients"), history.customers
    count = len(customers.kind)
    chosen = customers.chinese & panel(count, history.seed) & happens(rng, KEPT, count)
    customer = np.flatnonzero(chosen)
    day = np.minimum(customers.join_day[customer] + rng.integers(0, 90, len(customer)),
                     company.DAYS - 1)  # fmt: skip
    person = history.people.take(pa.array(customer))
    return Clients(customer, day, retyped(person, customers.chinese[customer], rng))


def write_clients(
    history: History, clients: Clients, delivery: company.Delivery, path: Path
) -> None:
    """Write the clients known when a delivery's data end; all cells are text."""
    known = np.flatnonzero(clients.day <= company.day_number(delivery.data_through))
    book = openpyxl.Workbook(write_only=True)
    book.properties.created = book.properties.modified = datetime(2026, 1, 1)
    sheet = book.create_sheet(SHEET)
    sheet.append(HEADER)
    columns = [column.to_pylist() for column in _columns(history, clients, known)]
    for row in zip(*columns, strict=True):
        sheet.append(row)
    written = BytesIO()
    book.save(written)
    # A workbook is an archive whose members bear the time of writing: pack them again without.
    with zipfile.ZipFile(written) as archive:
        write_archive(path, {name: _timeless(name, archive) for name in archive.namelist()})


def _timeless(name: str, archive: zipfile.ZipFile) -> bytes:
    content = archive.read(name)
    if name != "docProps/core.xml":
        return content
    start, end = content.index(b"<dcterms:modified"), content.index(b"</dcterms:modified>")
    moment = content[content.index(b">", start) + 1 : end]
    return content.replace(moment, b"2026-01-01T00:00:00Z")


def _columns(history: History, clients: Clients, known: np.ndarray) -> list[text.Text]:
    person = clients.people.take(pa.array(known))
    customer = clients.customer[known]
    place = history.customers.place[customer]
    taste = history.customers.kind[customer] % len(LIKES)
    followed = np.minimum(clients.day[known] + 20 + known % 300, company.DAYS - 1)
    return [
        clients.client_id.take(pa.array(known)),
        person.full_name,
        text.lookup(TYPES, np.where(known % 20 == 0, 1 + known % 2, 0)),
        text.lookup(INDUSTRIES, known % len(INDUSTRIES)),
        person.phone,
        person.email,
        text.lookup([city.province_chinese for city in places.CITIES], place),
        text.lookup([city.chinese for city in places.CITIES], place),
        person.street,
        text.lookup(OWNERS, known % len(OWNERS)),
        text.lookup(SOURCES, known % len(SOURCES)),
        text.lookup(["已成交", "未成交"], (history.customers.first_order_day[customer]
                                        > clients.day[known]).astype(np.int8)),
        dates(followed, "%Y年%m月%d日"),
        dates(clients.day[known], "%Y年%m月%d日"),
        text.choose(known % 3 == 0, "", text.lookup(LIKES, taste)),
    ]  # fmt: skip
