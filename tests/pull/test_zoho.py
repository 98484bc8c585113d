from datetime import date

LATER = date(2026, 10, 6)


def with_many_fields(made, count):
    names = [f"Field_{number}" for number in range(count)]
    made.system.fields = [*names, "Modified_Time"]
    for record in made.system.records["Contacts"]:
        record |= {name: f"{name} of {record['id']}" for name in names}
    return names


def data_requests(made):
    return [asked for asked in made.served.asked if asked.path == "/crm/v8/Contacts"]


def test_a_module_with_more_fields_than_one_request_holds_is_delivered_with_all_of_them(source):
    made = source("zoho")
    names = with_many_fields(made, 120)

    made.pull()

    assert all(set(record) >= {"id", *names} for record in made.delivered())
    assert len(made.delivered()) == 7


def test_no_more_records_are_asked_for_by_id_than_one_request_takes(source, declare):
    made = source("zoho", records=150)
    with_many_fields(made, 60)
    declare(made.system.toml().replace("page_size = 3\n", ""))

    made.pull()

    assert len(made.delivered()) == 150


def test_a_record_that_is_deleted_while_its_fields_are_gathered_stays_away(source):
    made = source("zoho")
    with_many_fields(made, 60)
    gone = made.system.records["Contacts"][1]["id"]
    made.system.after_page = lambda: made.system.records["Contacts"].pop(1)

    made.pull()

    assert gone not in made.keys()
    assert len(made.delivered()) == 6


def test_declared_fields_are_asked_for_and_no_others(source, declare):
    made = source("zoho")
    declare(made.system.toml() + 'fields = { Contacts = ["Email"] }\n')

    made.pull()

    assert {asked.params["fields"] for asked in data_requests(made)} == {"Modified_Time,Email"}
    assert made.served.asked[0].path == "/crm/v8/Contacts"


def test_a_later_pull_asks_only_for_what_changed_since_and_takes_304_for_nothing(source):
    made = source("zoho")
    made.pull()
    made.system.records["Contacts"] = []
    made.served.asked.clear()

    pulled = made.pull(LATER)

    # A minute and a second before the last change, 16:06 at +08:00.
    since = [asked.headers["If-Modified-Since"] for asked in data_requests(made)]
    assert since == ["2026-09-01T08:04:59+00:00"]
    assert pulled.records == {}


def test_each_declared_module_has_a_file_of_its_own(source, declare):
    made = source("zoho")
    made.system.records["Deals"] = [made.system.record(50)]
    declare(made.system.toml().replace('["Contacts"]', '["Contacts", "Deals"]'))

    assert made.pull().records == {"zoho_contacts": 7, "zoho_deals": 1}


def test_two_tenants_have_names_files_and_secrets_of_their_own(source, declare, monkeypatch):
    made, other = source("zoho"), source("zoho", records=2)
    for secret, value in other.system.secrets.items():
        monkeypatch.setenv(f"ZOHO_EU_{secret}", value)
    declare(made.system.toml() + other.system.toml() + 'name = "zoho_eu"\n')

    assert made.pull().records == {"zoho_contacts": 7, "zoho_eu_contacts": 2}
