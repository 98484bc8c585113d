"""Take in raw exports, net what was taken back and say how far each table can be trusted.

The helper of notebooks/01_cleaning.ipynb, and the only chapter that reads data/raw.
"""

import hashlib
import json
import os
from datetime import date
from pathlib import Path

import ibis
import pandas as pd
from ibis.expr.types import Table

from helpers import intake
from helpers.workspace import Desk, InputError, UsageError, contracts, paths, privacy
from helpers.workspace.source import FILE_NAME, declared_files

COMPANY_TABLES = (
    "orders", "order_lines", "reversals", "contacts", "contact_details",
    "rejected", "rejected_text", "intake_ledger", "ignored_files",
)  # fmt: skip
# What is done where a value is missing; everything else is kept missing and counted.
TREATMENTS = {
    ("orders", "customer_id"): "left_out_of_customer_chapters",
    ("order_lines", "customer_id"): "left_out_of_customer_chapters",
    ("order_lines", "product_name"): "as_unnamed_product",
    ("orders", "cancelled_day"): "never_cancelled",
    ("orders", "country"): "not_placed", ("orders", "province"): "not_placed",
    ("orders", "city"): "not_placed", ("order_lines", "country"): "not_placed",
    ("contacts", "country"): "not_placed", ("contacts", "province"): "not_placed",
    ("contacts", "city"): "not_placed",
    ("contacts", "accepts_email"): "not_contacted", ("contacts", "accepts_sms"): "not_contacted",
}  # fmt: skip
QUALITY_FORMATS = {
    "completeness": "percent", "validity": "percent", "uniqueness": "percent",
    "consistency": "percent", "score": "number1",
}  # fmt: skip
NOT_EXPECTED = ("never_cancelled", "not_in_source")


def take_in(desk: Desk) -> bool:
    """Write the canonical tables, unless they stand already for the same files.

    They are made once per company: a run of another quarter finds them there.

    Returns
    -------
    bool
        Whether the files were read now.
    """
    base = desk.path_to_write(contracts.load("orders")).parents[1]
    receipt, told = base / "intake.json", {"fingerprint": fingerprint(desk)}
    ready = all(_written(desk, name).exists() for name in COMPANY_TABLES)
    if ready and receipt.exists() and json.loads(receipt.read_text("utf-8")) == told:
        for name in COMPANY_TABLES:
            desk.keep(name)
        return False
    receipt.unlink(missing_ok=True)
    for name, table in intake.take_in(desk.company, desk.source).items():
        desk.write(name, table)
    half = receipt.with_suffix(".half")
    half.write_text(json.dumps(told), encoding="utf-8")
    os.replace(half, receipt)
    return True


def _written(desk: Desk, name: str) -> Path:
    return desk.path_to_write(contracts.load(name))


def fingerprint(desk: Desk) -> str:
    """Return a hash of all that the canonical tables follow from: files, declaration, code, key."""
    folder = paths.raw(desk.company)
    raw = [path for _, path in declared_files(desk.company, desk.source)]
    code = sorted((paths.HELPERS / "intake").glob("*.py")) + sorted(contracts.FOLDER.glob("*.toml"))
    total = hashlib.sha256(privacy.key_id().encode())
    for path in [folder / FILE_NAME, *raw, *code]:
        total.update(path.name.encode() + b"\0")
        with path.open("rb") as file:
            total.update(hashlib.file_digest(file, "sha256").digest())
    return total.hexdigest()


def rejected_by_rule(rejected: Table) -> pd.DataFrame:
    """Return the rejected rows by file, rule and column, with the first line of each.

    Returns
    -------
    DataFrame
        `file`, `rule`, `column` (empty where no single column is at fault),
        `rows`, `first_line`.
    """
    grouped = rejected.mutate(column=rejected.column.fill_null("")).group_by(
        "file", "rule", "column"
    )
    found = grouped.agg(rows=ibis._.count(), first_line=ibis._.line.min())
    return found.order_by(ibis.desc("rows"), "file", "rule", "column").to_pandas()


def lines_by_kind(lines: Table) -> pd.DataFrame:
    """Return the order lines by kind: `kind`, `lines`, `amount` (company currency)."""
    found = lines.group_by("kind").agg(
        lines=ibis._.count(), amount=ibis._.amount.sum().cast("float64")
    )
    return found.order_by(ibis.desc("lines"), "kind").to_pandas()


def taken_back(lines: Table) -> pd.DataFrame:
    """Return what became of the sales: `step`, `lines`, `amount` (company currency)."""
    sales = lines.filter(lines.kind == "sale")
    whole = sales.net_quantity == 0
    part = ~whole & (sales.net_amount < sales.amount)
    one = sales.agg(
        sold_lines=sales.count(), sold=sales.amount.sum(), net=sales.net_amount.sum(),
        whole_lines=whole.sum(), whole=(sales.amount - sales.net_amount).sum(where=whole),
        part_lines=part.sum(), part=(sales.amount - sales.net_amount).sum(where=part),
    ).to_pandas().astype("float64").fillna(0).iloc[0]  # fmt: skip
    rows = [
        ("sold", one["sold_lines"], one["sold"]),
        ("taken_back_whole", one["whole_lines"], -one["whole"]),
        ("taken_back_in_part", one["part_lines"], -one["part"]),
        ("kept", one["sold_lines"] - one["whole_lines"], one["net"]),
    ]
    return pd.DataFrame(rows, columns=["step", "lines", "amount"]).astype({"lines": "int64"})


def unmatched_units(lines: Table, reversals: Table) -> int:
    """Return the pieces of cancellation lines for which no earlier purchase was found."""
    took = lines.filter(lines.kind == "cancellation").quantity.sum().fill_null(0).to_pandas()
    matched = reversals.filter(reversals.rule == "cancellation_line").units.sum().fill_null(0)
    return -int(took) - int(matched.to_pandas())


def sales_by_customer_known(lines: Table) -> pd.DataFrame:
    """Return net sales with and without a known customer: `known`, `orders`, `amount`, `share`."""
    sales = lines.filter(lines.net_quantity > 0)
    found = sales.group_by(known=sales.customer_id.notnull()).agg(
        orders=sales.order_id.nunique(), amount=sales.net_amount.sum().cast("float64")
    )
    frame = found.order_by(ibis.desc("known")).to_pandas()
    return frame.assign(share=frame["amount"] / frame["amount"].sum())


def amounts_by_currency(orders: Table) -> pd.DataFrame:
    """Return orders by the currency paid: `currency`, `orders`, `total` (company currency)."""
    found = orders.group_by("currency").agg(
        orders=ibis._.count(), total=ibis._.total.sum().cast("float64")
    )
    return found.order_by(ibis.desc("orders"), "currency").to_pandas()


def missing_values(tables: dict[str, Table]) -> pd.DataFrame:
    """Return, for each column that may be empty, how often it is and what is done about it.

    Parameters
    ----------
    tables : dict of str to Table
        Canonical tables by name.

    Returns
    -------
    DataFrame
        The table `missing_values`.
    """
    found = []
    for name, table in tables.items():
        optional = [c for c, column in contracts.load(name).columns.items() if column.missing]
        counts = table.agg(
            rows=table.count(), **{column: table[column].isnull().sum() for column in optional}
        ).to_pandas().fillna(0).astype("int64").iloc[0]  # fmt: skip
        found += [
            (name, column, counts["rows"], counts[column],
             TREATMENTS.get((name, column), "kept_missing"))
            for column in optional if counts["rows"]
        ]  # fmt: skip
    frame = pd.DataFrame(found, columns=["table", "column", "rows", "missing", "treatment"])
    frame["share"] = frame["missing"] / frame["rows"]
    nowhere = frame["share"].eq(1) & frame["treatment"].ne("never_cancelled")
    return frame.assign(treatment=frame["treatment"].mask(nowhere, "not_in_source"))


def quality(
    tables: dict[str, Table], missing: pd.DataFrame, ledger: pd.DataFrame
) -> pd.DataFrame:
    """Return how far each table can be trusted, as the mean of four proportions.

    *Completeness* is the share of expected cells that are filled (a column that
    no source has is not expected); *validity* the
    share of raw rows that broke no rule; *uniqueness* the share of rows that are
    no exact copy of another; *consistency* the share of rows whose values agree:
    an order's refund is no larger than its total, a line's amount is quantity x
    price - discount, a contact's e-mail and phone are well formed where given.

    Returns
    -------
    DataFrame
        The table `quality`; tables without rows are left out.
    """
    expected = missing[~missing["treatment"].isin(NOT_EXPECTED)]
    filled = 1 - expected.groupby("table")[["missing"]].sum()["missing"] / (
        expected.groupby("table")["rows"].sum()
    )
    found = []
    for name, table in tables.items():
        rows = int(table.count().to_pandas())
        if rows:
            parts = [float(filled.get(name, 1.0)), _validity(name, ledger),
                     _uniqueness(name, table, rows), _consistency(name, table, rows)]  # fmt: skip
            found.append((name, rows, *parts, 100 * sum(parts) / len(parts)))
    return pd.DataFrame(found, columns=list(contracts.load("quality").columns))


def _validity(name: str, ledger: pd.DataFrame) -> float:
    of_contacts = ledger["format"].eq("shopify-customers")
    own = ledger[of_contacts if name == "contacts" else ~of_contacts]
    return 1 - own["rejected"].sum() / max(own["rows_in"].sum(), 1)


def _uniqueness(name: str, table: Table, rows: int) -> float:
    told = [c for c in table.columns if c not in ("line", "line_number", "contact_id")]
    return int(table.select(told).distinct().count().to_pandas()) / rows


def _consistency(name: str, table: Table, rows: int) -> float:
    agrees = {
        "orders": lambda t: t.refunded <= ibis.greatest(t.total, 0),
        "order_lines": lambda t: t.amount == t.quantity * t.unit_price - t.discount,
        "contacts": lambda t: (t.email_quality != "malformed") & (t.phone_quality != "malformed"),
    }[name](table)
    return int(agrees.sum().fill_null(0).to_pandas()) / rows


def standardised_examples(details: Table, *, examples: int = 3) -> pd.DataFrame:
    """Return masked examples of fields before and after standardising.

    Returns
    -------
    DataFrame
        `field`, `received`, `standardised`: every letter and digit but the first
        of each word is hidden.
    """
    found = []
    for field in ("name", "email", "phone", "address"):
        changed = details.filter(
            details[field].notnull(), details[f"{field}_received"] != details[field]
        )
        some = changed.order_by("contact_id").limit(examples).to_pandas()
        found += [
            (field, privacy.mask(before), privacy.mask(after))
            for before, after in zip(some[f"{field}_received"], some[field], strict=True)
        ]
    return pd.DataFrame(found, columns=["field", "received", "standardised"])


def customers(lines: Table, contacts: Table) -> pd.DataFrame:
    """Return one row per customer as the sources know them, tests left out.

    Parameters
    ----------
    lines, contacts : Table
        Canonical tables as known on the as-of day.

    Returns
    -------
    DataFrame
        The table `customers`, everybody in scope.
    """
    sales = lines.filter(lines.kind == "sale", lines.customer_id.notnull())
    kept = sales.net_quantity > 0
    ordered = sales.group_by("customer_id").agg(
        first_order_day=sales.event_day.min(where=kept),
        last_order_day=sales.event_day.max(where=kept),
        ship_country=sales.country.argmax(sales.ordered_at),
    ).to_pandas()  # fmt: skip
    people = contacts.filter(~contacts.is_test).to_pandas().sort_values(["event_day", "contact_id"])
    people = people.drop_duplicates("customer_id", keep="last")
    both = people.merge(ordered, on="customer_id", how="outer", indicator="known_from")
    both["country"] = both["country"].fillna(both["ship_country"])
    return pd.DataFrame({
        "customer_id": both["customer_id"],
        "is_prospect": both["known_from"].eq("left_only"),
        "first_order_day": both["first_order_day"], "last_order_day": both["last_order_day"],
        "country": both["country"], "province": both["province"], "city": both["city"],
        "accepts_email": both["accepts_email"].astype("boolean"),
        "completeness": _completeness(both, with_contacts=len(people) > 0),
        "in_scope": True,
    })  # fmt: skip


def _completeness(both: pd.DataFrame, *, with_contacts: bool) -> pd.Series:
    """Return the share of expected fields that are known; without contacts only the country is."""
    known = both[["country"]].notna()
    if with_contacts:
        known["city"] = both["city"].notna()
        for field in ("name", "email", "phone"):
            known[field] = both[f"{field}_quality"].eq("good")
    return known.mean(axis="columns")


def screen(
    people: pd.DataFrame,
    lines: Table,
    *,
    from_day: str = "",
    to_day: str = "",
    regions: str = "",
    keyword: str = "",
    completeness: float = 0.0,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return customers marked as in scope or not, and what each condition left.

    Parameters
    ----------
    people : DataFrame
        The table `customers`.
    lines : Table
        Order lines as known on the as-of day.
    from_day, to_day : str
        Keep who bought within these days (YYYY-MM-DD); empty for no bound.
    regions : str
        Keep who lives in one of these countries, provinces or cities, separated
        by commas; empty for everywhere.
    keyword : str
        Keep who bought a product with this word in its name; empty for any.
    completeness : float
        Keep whose record is at least this complete (proportion).

    Returns
    -------
    people : DataFrame
        With `in_scope` set.
    steps : DataFrame
        `condition`, `value`, `customers` left after it, in order; without rows
        where no condition was set.

    Raises
    ------
    UsageError
        If a day is misspelt, or nobody is left.
    """
    bought = _bought(lines, from_day, to_day, keyword) if from_day or to_day or keyword else None
    places = {place.strip().casefold() for place in regions.split(",") if place.strip()}
    lives = people[["country", "province", "city"]].apply(lambda c: c.str.casefold().isin(places))
    conditions = [
        ("bought", " ".join(filter(None, [from_day, to_day, keyword])),
         None if bought is None else people["customer_id"].isin(bought)),
        ("regions", regions, lives.any(axis="columns") if places else None),
        ("completeness", f"{completeness:g}",
         people["completeness"].ge(completeness) if completeness > 0 else None),
    ]  # fmt: skip
    scope, steps = pd.Series(True, index=people.index), []
    for condition, value, met in conditions:
        if met is not None:
            scope &= met
            steps.append((condition, value, int(scope.sum())))
    if not scope.any():
        raise UsageError("the screening conditions leave no customer: loosen one of them")
    return people.assign(in_scope=scope), pd.DataFrame(
        steps, columns=["condition", "value", "customers"]
    )


def _bought(lines: Table, from_day: str, to_day: str, keyword: str) -> set[str]:
    sales = lines.filter(lines.net_quantity > 0)
    if from_day:
        sales = sales.filter(sales.event_day >= ibis.literal(_day("screen_from", from_day)))
    if to_day:
        sales = sales.filter(sales.event_day <= ibis.literal(_day("screen_to", to_day)))
    if keyword:
        sales = sales.filter(sales.product_name.lower().contains(keyword.lower()))
    return set(sales.select("customer_id").distinct().to_pandas()["customer_id"].dropna())


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{name}: {text!r} is not a day: write it like 2026-09-30") from None


def assert_accounted(ledger: pd.DataFrame) -> None:
    """Refuse a ledger in which a file's rows do not add up.

    Raises
    ------
    InputError
        Names the file.
    """
    parts = ledger[["accepted", "continuation", "repeated", "rejected"]].sum(axis="columns")
    for file in ledger.loc[parts.ne(ledger["rows_in"]), "file"]:
        raise InputError(f"{file}: rows in are not accepted + continuation + repeated + rejected")


def reading_key(read_now: bool) -> str:
    """Return the sentence that says whether the files were read now."""
    return "cleaning.read_now" if read_now else "cleaning.read_before"


def ledger_totals(ledger: pd.DataFrame) -> dict[str, int]:
    """Return what became of the rows of all files together."""
    parts = ["rows_in", "accepted", "continuation", "repeated", "rejected"]
    return {"files": len(ledger), **{part: int(ledger[part].sum()) for part in parts}}


def share_used(ledger: pd.DataFrame) -> float:
    """Return the share of raw rows that broke no rule, as a proportion."""
    return 1 - ledger["rejected"].sum() / ledger["rows_in"].sum()


def net_share(netting: pd.DataFrame) -> dict[str, float]:
    """Return what was sold, what was kept, and its share (nan where nothing was sold)."""
    amount = netting.set_index("step")["amount"]
    return {"sold": amount["sold"], "kept": amount["kept"],
            "share": amount["kept"] / amount["sold"] if amount["sold"] else float("nan")}  # fmt: skip


def unknown_customers(known: pd.DataFrame) -> dict[str, float]:
    """Return the share and amount of net sales without a known customer."""
    unknown = known[~known["known"]]
    return {"share": float(unknown["share"].sum()), "amount": float(unknown["amount"].sum())}


def why_no_examples(examples: pd.DataFrame) -> str | None:
    """Return the key that says what to add where nothing was standardised."""
    return "cleaning.no_contacts" if examples.empty else None


def lowest(quality: pd.DataFrame) -> dict:
    """Return the table with the lowest quality score, and the score."""
    worst = quality.sort_values(["score", "table"]).iloc[0]
    return {"table": worst["table"], "score": worst["score"]}


def head_count(people: pd.DataFrame) -> dict[str, int]:
    """Return the number of customers, of those who ever ordered, and of those who never did."""
    prospects = int(people["is_prospect"].sum())
    return {"customers": len(people), "buyers": len(people) - prospects, "prospects": prospects}


def exact_copies(lines: Table) -> dict[str, float]:
    """Return how many lines copy another of their order, and what they bring in net sales."""
    same = [c for c in lines.columns if c not in ("line", "line_number")]
    sales = lines.filter(lines.net_quantity > 0)
    extra = sales.group_by(same).agg(copies=ibis._.count() - 1).filter(ibis._.copies > 0)
    one = extra.agg(
        lines=extra.copies.sum(), amount=(extra.copies * extra.net_amount).sum().cast("float64")
    ).to_pandas().fillna(0).iloc[0]  # fmt: skip
    whole = float(sales.net_amount.sum().fill_null(0).to_pandas())
    return {"lines": int(one["lines"]), "amount": float(one["amount"]),
            "share": one["amount"] / whole if whole else float("nan")}  # fmt: skip
