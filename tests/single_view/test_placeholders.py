import pytest

from helpers.single_view.placeholders import without_placeholders


@pytest.mark.parametrize(
    ("detail", "key", "value"),
    [
        ("email", "mailbox", "test@test.com"),
        ("email", "mailbox", "no-reply@shop.example"),
        ("phone", "phone", "+8613800000000"),
        ("phone", "phone", "+8600000000000"),
        ("name", "name_key", "测试"),
        ("name", "name_key", "Customer Test"),
        ("address", "street", "无"),
        ("birth_date", "birth_date", "1900-01-01"),
    ],
)
def test_what_is_listed_is_compared_by_nobody(keys, detail, key, value):
    found, left_out = without_placeholders(keys({detail: value}))

    assert found[key].isna().all()
    assert left_out[["detail", "why"]].to_numpy().tolist() == [[detail, "listed"]]


@pytest.mark.parametrize(
    ("detail", "key", "value"),
    [
        ("email", "mailbox", "tester.lee@x.example"),
        ("phone", "phone", "+8613800138123"),
        ("name", "name_key", "测明"),
        ("address", "street", "无锡路1号"),
    ],
)
def test_what_only_begins_like_a_placeholder_is_kept(keys, detail, key, value):
    found, left_out = without_placeholders(keys({detail: value}))

    assert found[key].notna().all()
    assert left_out.empty


def test_a_phone_that_many_people_share_stands_for_none_of_them(keys):
    shared = [{"name": f"Person {chr(97 + n)}", "phone": "+12065551234"} for n in range(9)]

    found, left_out = without_placeholders(keys(*shared, {"phone": "+12065559999"}))

    assert found["phone"].notna().sum() == 1
    assert found["phone_end"].notna().sum() == 1
    assert left_out.to_numpy().tolist() == [["phone", "shared", 1, 9]]


def test_one_person_may_have_a_phone_in_many_records_and_a_household_may_share_it(keys):
    often = [{"name": "Ana Diaz", "phone": "+12065551234"} for _ in range(50)]
    home = [{"name": f"Person {chr(97 + n)}", "phone": "+12065555678"} for n in range(8)]

    found, left_out = without_placeholders(keys(*often, *home))

    assert found["phone"].notna().all()
    assert left_out.empty


def test_a_phone_shared_by_records_without_a_name_is_judged_by_their_e_mails(keys):
    shared = [{"email": f"p{n}@x.example", "phone": "+12065551234"} for n in range(9)]

    assert without_placeholders(keys(*shared))[0]["phone"].isna().all()


def test_no_value_stands_in_what_is_told_of_placeholders(keys):
    left_out = without_placeholders(keys({"email": "test@test.com"}))[1]

    assert list(left_out) == ["detail", "why", "values", "records"]
    assert "test@" not in left_out.to_string()
