"""Heron Lake Elementary: two floors stepping down to the lake, a garden court open to the west."""

import shapely

from maple_grove.campus import Campus
from maple_grove.fields import basketball, playground, soccer
from maple_grove.floor import Building, Floor
from maple_grove.frame import Placement
from maple_grove.grounds import Grounds


def building() -> Building:
    """Two classroom bars joined by a spine with the library; gym and cafeteria on the spine's other side."""
    return Building("heron-main", "Heron Lake Elementary", "Heron Lake", [_ground(), _second()])


def _ground() -> Floor:
    f = Floor(0)
    f.room("hall", 0, 9, 40, 12.2, "Hall A")
    f.room("lobby", 40, 4.2, 50, 12.2, "Main lobby")
    f.room("hall", 50, 9, 72, 12.2, "Hall E")
    f.room("hall", 46.8, 12.2, 50, 46, "Hall B")
    f.room("hall", 10, 46, 60, 49.2, "Hall C")
    f.row(0, 0, 9, "class 8.8, class 8.8, stair 4 Stair 1, girls 3.4, boys 3.4, class 8.6, custodial 3", 101, 1)
    f.row(
        0,
        12.2,
        21.2,
        "class 8.8, class 8.8, class 8.6, class 8.6, lift 2.4 Lift, server 2.8, small 6.8 Reading room",
        108,
        1,
    )
    _main_entrance(f)
    f.room("library", 28, 21.2, 46.8, 37, "Library", "130")
    f.room("gym", 50, 12.2, 72, 30, "Gymnasium", "131")
    f.room("cafeteria", 50, 30, 72, 46, "Cafeteria", "132")
    f.column(22, 72, 82, "mechanical 6, receiving 6, kitchen 12", 133, 1)
    f.row(10, 37, 46, "kinder 9.2, kinder 9.2, art 9.4, music 9", 140, 1)
    f.row(
        10,
        49.2,
        58.2,
        "kinder 9, class 8.6, class 8.6, girls 3.4, boys 3.4, stair 4 Stair 2, class 8.6, storage 4.4",
        150,
        1,
    )
    f.door_to |= {"121": "Office passage", "134": "135"}
    f.shorten_lift("112", "S", "113")
    f.exit("134", "E", 0.5, category="service")
    f.exit("132", "N", 0.8)
    f.exit("130", "W")
    f.exit("103", "S", 0.5, 0.95, category="emergencyexit")
    f.exit("155", "N", 0.5, 0.95, category="emergencyexit")
    return f


def _main_entrance(f: Floor) -> None:
    """Secure vestibule, main office and the rooms behind it."""
    f.room("vestibule", 40, 0, 50, 4.2, "Main vestibule")
    f.room("reception", 50, 0, 58, 9, "Main office", "115")
    f.room("passage", 58, 4, 72, 5.4, "Office passage")
    f.row(58, 0, 4, "office 4.6 Principal, office 4.6 Social worker, office 4.8 Psychologist", 116, 1)
    f.row(58, 5.4, 9, "health 5, conference 5.4, toilet 1.8, electrical 1.8", 119, 1)
    f.exit("Main vestibule", "S", 0.65, principal=True)
    f.exit("Main vestibule", "S", 0.35)
    f.link("Main vestibule", "Main lobby", 1.9)
    f.link("Main vestibule", "115")


def _second() -> Floor:
    f = Floor(1)
    f.room("hall", 0, 9, 40, 12.2, "Hall A")
    f.room("hall", 40, 9, 50, 12.2, "Gallery")
    f.room("hall", 46.8, 12.2, 50, 46, "Hall B")
    f.room("hall", 10, 46, 60, 49.2, "Hall C")
    f.row(0, 0, 9, "class 8.8, class 8.8, stair 4 Stair 1, girls 3.4, boys 3.4, class 8.6, custodial 3", 201, 1)
    f.room("void", 40, 0, 50, 9, "Open to lobby")
    f.row(
        0,
        12.2,
        21.2,
        "class 8.8, class 8.8, class 8.6, class 8.6, lift 2.4 Lift, server 2.8 Network closet, small 6.8",
        208,
        1,
    )
    f.column(21.2, 37.8, 46.8, "class 8, computer 7.8", 220, 1)
    f.row(10, 37, 46, "class 9.2, class 9.2, class 9.4, staff 9", 240, 1)
    f.row(
        10,
        49.2,
        58.2,
        "class 9, class 8.6, class 8.6, girls 3.4, boys 3.4, stair 4 Stair 2, class 8.6, storage 4.4",
        250,
        1,
    )
    f.shorten_lift("212", "S", "213")
    return f


def landscape(g: Grounds) -> None:
    """Open to the lake in the north-east: play areas and a nature garden between school and shore."""
    soccer(g, 24, 186, 72, 46)
    playground(g, 132, 176)
    playground(g, 40, 118, "Kindergarten playground")
    basketball(g, 176, 150)
    g.road([(40, 0), (40, 52), (186, 52), (186, 0)], 7, "Drop-off loop")
    g.parking("Parking", 56, 14, 42, 1)
    g.parking("Staff parking", 196, 60, 9, 3)
    g.road([(38, 23), (62, 23)], 6.5)
    g.road([(170, 23), (188, 23)], 6.5)
    g.road([(184, 80), (202, 80)], 6.5)
    g.road([(186, 46), (186, 105), (152, 105)], 6, "Service drive")
    g.surface("walkway", "Entrance plaza", shapely.Polygon([(104, 74), (126, 74), (134, 57), (96, 57)]))
    for points in (
        [(40, 58), (186, 58)],
        [(70, 84.6), (54, 84.6), (54, 106)],
        [(80, 121.6), (58, 121.6)],
        [(112, 132), (112, 160), (122, 168)],
    ):
        g.walk(list(points), 2.2)
    g.walk([(0, 4), (240, 4)], 1.6)
    g.bed(shapely.box(82, 98, 96, 109), "Reading garden")
    for name, x, y in (("Assembly A · soccer field", 110, 220), ("Assembly B · east lawn", 226, 170)):
        g.assembly(name, x, y)
    g.tree_row([(8, 10), (32, 10)], 9, 61)
    g.tree_row([(50, 10), (178, 10)], 10, 62)
    g.tree_row([(8, 24), (8, 240)], 11, 63)
    g.tree_row([(232, 14), (232, 50)], 11, 64)
    for x, y, radius, count, seed in (
        (206, 222, 20, 34, 65),
        (150, 226, 14, 12, 66),
        (24, 90, 10, 8, 67),
        (228, 136, 8, 6, 68),
    ):
        g.grove(x, y, radius, count, seed)
    _poles(g)


def _poles(g: Grounds) -> None:
    for name, x, y, bearing, form in (
        ("Drop-off · west", 46, 48, 80, "bullet"), ("Drop-off · east", 180, 48, 280, "bullet"), ("Parking lot", 105, 12.5, 0, "ptz"),
        ("Staff lot", 206, 58, 20, "bullet"), ("Playground", 120, 170, 70, "bullet"), ("Kindergarten playground", 56, 112, 300, "bullet"),
        ("Soccer field", 100, 182, 310, "ptz"),
    ):  # fmt: skip
        g.pole(name, x, y, bearing, form, 42.0)


def campus() -> Campus:
    return Campus(
        "heron-lake",
        "Heron Lake Elementary School",
        "Heron Lake",
        "77 Lakeshore Drive",
        Placement(2080, -160, 11),
        [(0, 0), (240, 0), (240, 215), (215, 248), (0, 248)],
        [(building(), Placement(70, 74))],
        landscape,
        cameras=56,
        doors=22,
    )
