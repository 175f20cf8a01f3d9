"""What a person types into a form of the record becomes an entry, or a sentence about the field that is wrong."""

from datetime import date

import pytest

from smartclient.domain.campus_record import Absence, Aerial, Agency, Agreement, CampusRecord, Delivery, Review
from smartclient.domain.ids import VenueId
from smartclient.plans.records.entries import KINDS
from smartclient.session.typed_entries import FORMS, NotAnEntry, entries_of, prefilled

DAY = date(2026, 9, 1)
RECORD = CampusRecord(VenueId("v"), agencies=(Agency("1", "Police", "police"), Agency("2", "Fire", "fire")))


def typed(member: str, **values: str) -> dict[str, str]:
    fields = {field.name: field.choices[0] if field.choices else "" for field in FORMS[member]}
    return fields | prefilled(member, RECORD, DAY, "suites") | values


def test_every_list_but_the_walks_has_a_form() -> None:
    assert set(FORMS) == set(KINDS) - {"walk_throughs"}


@pytest.mark.parametrize(
    ("member", "values", "kind", "expected"),
    [
        (
            "agencies",
            {"name": " EMS ", "kind": "ems", "platforms": "PDF, TAK,,PDF"},
            Agency,
            {"name": "EMS", "platforms": ("PDF", "TAK")},
        ),
        ("reviews", {"by": "Ada"}, Review, {"on": DAY, "agencies": ("Police", "Fire"), "kind": "review"}),
        ("aerials", {"captured": "2026-04-12", "source": "county"}, Aerial, {"captured": date(2026, 4, 12)}),
        ("agreements", {"persons": "Ada, Grace"}, Agreement, {"kind": "live video", "persons": ("Ada", "Grace")}),
        ("absences", {"by": "Ada"}, Absence, {"what": "suites", "on": DAY}),
    ],
)
def test_what_is_typed_is_recorded(
    member: str, values: dict[str, str], kind: type, expected: dict[str, object]
) -> None:
    (entry,) = entries_of(member, typed(member, **values), "0a1b2c3d")
    assert type(entry) is kind
    assert {name: getattr(entry, name) for name in expected} == expected


def test_a_delivery_is_one_entry_an_agency_of_the_revision_on_the_screen() -> None:
    found = entries_of("deliveries", typed("deliveries", formats="PDF, GeoJSON"), "0a1b2c3d")
    assert [(each.agency, each.revision, each.formats) for each in found if isinstance(each, Delivery)] == [
        ("Police", "0a1b2c3d", ("pdf", "geojson")),
        ("Fire", "0a1b2c3d", ("pdf", "geojson")),
    ]
    assert len({each.id for each in found}) == 2


@pytest.mark.parametrize(
    ("member", "values", "words"),
    [
        ("agencies", {"name": " "}, "Type the agency's name"),
        ("reviews", {"on": "soon"}, "soon is no day"),
        ("aerials", {"captured": ""}, "Nothing is no day"),
        ("deliveries", {"agency": " , "}, "Type the agency"),
        ("absences", {"by": ""}, "Type the name"),
        ("absences", {"by": "Ada", "what": ""}, "Type what there is none of"),
    ],
)
def test_what_cannot_be_recorded_is_said(member: str, values: dict[str, str], words: str) -> None:
    with pytest.raises(NotAnEntry, match=words):
        entries_of(member, typed(member, **values), "")
