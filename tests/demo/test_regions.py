import csv

from helpers.demo import company, places, regions


def test_every_province_of_a_customer_has_its_figures(demo):
    for delivery in company.DELIVERIES:
        with (demo.raw / delivery.folder / "regions.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))

        assert {row["province_code"] for row in rows} == {
            city.province_code for city in places.CITIES
        }
        assert all(0 < float(row["outdoor_share"]) < 1 for row in rows)


def test_parcels_take_longer_to_far_places_and_longest_abroad():
    days = dict(zip(("SH", "YN", "WA"), regions.parcel_days(["SH", "YN", "WA"]), strict=True))

    assert days["SH"] < days["YN"] < days["WA"]
