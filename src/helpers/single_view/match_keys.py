"""What records of people are compared by, made from standardised contact details."""

from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from helpers.single_view.names import name_keys
from helpers.workspace import engine

# Every key; a record lacks those that it does not know.
KEYS = (
    "given", "family", "name_key", "name_latin", "name_letters", "email", "mailbox", "local",
    "local_digits", "phone", "phone_end", "street", "postcode", "city", "birth_date", "national_id",
)  # fmt: skip
# The keys that one detail of a person gives: what is a placeholder in one is so in all.
DETAILS = {
    "name": ("given", "family", "name_key", "name_latin", "name_letters"),
    "email": ("email", "mailbox", "local", "local_digits"),
    "phone": ("phone", "phone_end"),
    "address": ("street",),
    "birth_date": ("birth_date",),
    "national_id": ("national_id",),
}
PHONE_END = 8  # the last digits of a phone, which are the same with and without a prefix
POSTCODE = r"(?:^|, *)(?:[0-9][0-9A-Z -]{2,9}|[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2})$"


def match_keys(people: pd.DataFrame) -> pd.DataFrame:
    """Return the keys by which records are compared; one row per record.

    Parameters
    ----------
    people : DataFrame
        One row per record: `record_id`, unique, and whichever are known of `source`,
        `name` (or `given_name` and `family_name`), `email` (in small letters), `phone`
        (E.164), `address` (ending in the postal code, if it tells one) or `street` and
        `postcode`, `city`, `birth_date` (ISO) and `national_id`.

    Returns
    -------
    DataFrame
        `record_id`, `source` and every one of `KEYS`, all text, in the order of `record_id`.
        `mailbox` is the e-mail without dots and tags that its provider may ignore, `local`
        the mailbox before the `@`, `local_digits` the digits in it. A birth date in the
        future is kept: records that share a wrong date still share it.

    Raises
    ------
    ValueError
        If `record_id` is missing, empty or repeated.
    """
    if "record_id" not in people:
        raise ValueError("records to be linked need a column record_id")
    if people["record_id"].isna().any() or people["record_id"].duplicated().any():
        raise ValueError("record_id must name each record, and each another")
    people = people.sort_values("record_id", ignore_index=True)
    known = pd.DataFrame(index=people.index, columns=list(KEYS), dtype="str")
    with ThreadPoolExecutor(1) as hand:  # e-mails take no turns with Python
        emails = hand.submit(_email_keys, _text(people, "email"))
        if "name" in people or "family_name" in people:
            known = known.assign(**name_keys(people))
        known = known.assign(**_address_keys(people), **emails.result())
    phone = _text(people, "phone")
    source = _text(people, "source").fillna("")
    return known.assign(
        phone=phone, phone_end=phone.str[-PHONE_END:], city=_text(people, "city").str.casefold(),
        birth_date=_text(people, "birth_date"), national_id=_text(people, "national_id"),
        record_id=people["record_id"].astype("str"), source=source,
    )[["record_id", "source", *KEYS]]  # fmt: skip


def _text(people: pd.DataFrame, column: str) -> pd.Series:
    """Return a column of text, empty cells as missing; all missing where there is no such."""
    if column not in people:
        return pd.Series(pd.NA, index=people.index, dtype="str")
    text = people[column].astype("str").str.strip()
    return text.mask(text.eq(""))


def _email_keys(email: pd.Series) -> dict[str, pd.Series]:
    """Return the e-mail, its mailbox, the mailbox before the `@` and the digits in it."""
    local = email.str.replace(r"[+@].*$", "", regex=True).str.replace(r"[._-]", "", regex=True)
    domain = email.str.replace(r"^[^@]*", "", regex=True)
    return {
        "email": email, "mailbox": local + domain, "local": local,
        "local_digits": local.str.replace(r"\D", "", regex=True),
    }  # fmt: skip


def _address_keys(people: pd.DataFrame) -> dict[str, pd.Series]:
    """Return street and postal code, told apart where the address is one text."""
    if "street" in people or "address" not in people:
        street, postcode = _text(people, "street"), _text(people, "postcode")
    else:
        whole = _text(people, "address")
        found = pc.extract_regex(pa.array(whole, pa.string()), pattern=f"(?P<postcode>{POSTCODE})")
        postcode = pd.Series(pc.struct_field(found, "postcode").to_pandas(), whole.index)
        postcode = postcode.astype("str").str.lstrip(", ")
        street = whole.str.replace(POSTCODE, "", regex=True)
    return {"street": _words(street), "postcode": postcode.str.upper()}


def _words(texts: pd.Series) -> pd.Series:
    """Return each text's words in small letters, sorted, whatever stood between them."""
    told = pa.table({"place": range(len(texts)), "text": pa.array(texts, pa.string())})
    query = (
        r"SELECT array_to_string(list_sort(regexp_extract_all(lower(text), '[\p{L}\p{N}]+')), ' ')"
        " AS words FROM told ORDER BY place"
    )
    found = engine.connection().con.cursor().register("told", told).sql(query).to_arrow_table()
    words = pd.Series(found["words"].to_pandas(), dtype="str").set_axis(texts.index)
    return words.mask(words.eq(""))
