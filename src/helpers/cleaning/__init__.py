"""Which records can be trusted: the helper of notebooks/01_cleaning.ipynb, the only reader of raw.

`taking` takes files in and accounts for every row, `sales` nets what was taken
back, `changes` compares sources with the quarters before, `missing` and `quality` score
them, `people` shows standardising at work, `telling` words the result.
"""

from helpers.cleaning.changes import (
    assert_no_source_halved,
    source_changes,
    why_no_changes,
)
from helpers.cleaning.missing import missing_values, worth_showing
from helpers.cleaning.people import standardised_examples, why_no_examples
from helpers.cleaning.quality import (
    lowest,
    quality,
    quality_rules,
    shown_quality,
    tables_with_rows,
)
from helpers.cleaning.sales import (
    amounts_by_currency,
    exact_copies,
    last_sale,
    lines_by_kind,
    net_share,
    sales_by_customer_known,
    taken_back,
    unknown_customers,
    unmatched_units,
    why_refunds_unknown,
)
from helpers.cleaning.taking import (
    OUTCOMES,
    assert_accounted,
    assert_begun,
    by_source,
    ignored_by_reason,
    ledger_totals,
    received_by,
    rejected_by_rule,
    repeat_rules,
    take_in,
)
from helpers.cleaning.telling import (
    FORMATS,
    claim_rows_used,
    claim_taken_back,
    claim_unknown_customers,
)

__all__ = [
    "FORMATS",
    "OUTCOMES",
    "amounts_by_currency",
    "assert_accounted",
    "assert_begun",
    "assert_no_source_halved",
    "by_source",
    "claim_rows_used",
    "claim_taken_back",
    "claim_unknown_customers",
    "exact_copies",
    "ignored_by_reason",
    "last_sale",
    "ledger_totals",
    "lines_by_kind",
    "lowest",
    "missing_values",
    "net_share",
    "quality",
    "quality_rules",
    "received_by",
    "rejected_by_rule",
    "repeat_rules",
    "sales_by_customer_known",
    "shown_quality",
    "source_changes",
    "standardised_examples",
    "tables_with_rows",
    "take_in",
    "taken_back",
    "unknown_customers",
    "unmatched_units",
    "why_no_changes",
    "why_no_examples",
    "why_refunds_unknown",
    "worth_showing",
]
