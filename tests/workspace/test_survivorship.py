import pytest

from helpers.workspace import InputError
from helpers.workspace.source import load_source


def with_entry(source_text, entry):
    head, files, rest = source_text.partition("[[files]]")
    return f"{head}[survivorship]\n{entry}\n{files}{rest}"


def test_one_rule_or_several_may_be_declared_for_a_field(declare, source_text):
    declare(with_entry(source_text, 'phone = "longest"\nname = ["most_recent", "longest"]'))

    declared = load_source("acme").survivorship

    assert declared.phone == ["longest"] and declared.name == ["most_recent", "longest"]
    assert declared.email is None


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ('phon = "longest"', "survivorship, phon: is not known here: mend its spelling"),
        ('phone = "newest"', "survivorship, phone, entry 1: Input should be 'source_order'"),
        ('phone = []', "survivorship, phone: List should have at least 1 item"),
        ('phone = ["longest", "longest"]', "survivorship, phone: longest stands twice: remove one"),
        ('source_order = ["shop"]', "survivorship, source_order, entry 1: Input should be"),
        ('source_order = ["lead", "lead"]', "source_order: lead stands twice"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_entry(declare, source_text, entry, told):
    declare(with_entry(source_text, entry))

    with pytest.raises(InputError, match=told):
        load_source("acme")


@pytest.mark.parametrize("unit", ["person", "household", "account"])
def test_the_unit_of_a_customer_may_be_declared(declare, source_text, unit):
    declare(f'customer_unit = "{unit}"\n' + source_text)

    assert load_source("acme").customer_unit == unit


def test_another_unit_is_refused(declare, source_text):
    declare('customer_unit = "family"\n' + source_text)

    with pytest.raises(InputError, match="customer_unit: Input should be 'person', 'household'"):
        load_source("acme")
