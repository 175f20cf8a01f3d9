"""Maple Grove Middle School: two wings of two floors joined by a bar, the entrance plaza between them."""

import shapely

from maple_grove.campus import Campus
from maple_grove.fields import baseball, basketball, soccer
from maple_grove.floor import Building, Floor
from maple_grove.frame import Placement
from maple_grove.grounds import Grounds

WEST = "class 8.8, class 8.6, class 8.6, stair 4 Stair 1, girls 4, boys 4, class 8.6, class 8.6, class 8.6, small 6.2"
EAST = (
    "science 9.4, storage 3 Prep room, science 9.4, class 8.6, stair 4 Stair 2, girls 4, boys 4, class 8.6, class 8.6"
)


def building() -> Building:
    """An H: classroom wings west and east, gym and cafeteria behind the crossbar."""
    return Building("ms-main", "Middle School", "MS", [_ground(), _second()])


def _halls(f: Floor) -> None:
    f.room("hall", 9, 0, 12.4, 70, "Hall A")
    f.room("hall", 77.6, 0, 81, 70, "Hall B")


def _ground() -> Floor:
    f = Floor(0)
    _halls(f)
    f.room("hall", 12.4, 32, 39, 35.4, "Hall C west")
    f.room("lobby", 39, 26.4, 51, 35.4, "Main lobby")
    f.room("hall", 51, 32, 77.6, 35.4, "Hall C east")
    f.column(0, 0, 9, WEST, 101)
    f.column(0, 12.4, 21.4, "class 8.8, class 8.6, class 8.6, custodial 3, lift 3 Lift", 102)
    f.column(35.4, 12.4, 21.4, "class 8.6, class 8.6, computer 8.8, class 8.6", 112)
    f.column(0, 81, 90, f"{EAST}, class 8.4, electrical 2", 131)
    f.column(0, 68.6, 77.6, "art 11, class 8.6, small 6.4 Speech room, storage 3, server 3", 132)
    f.column(
        35.4,
        68.6,
        77.6,
        "storage 5 PE storage, boyslocker 9, girlslocker 9, office 3.6 PE office, music 8 Band room",
        142,
    )
    _main_entrance(f)
    f.room("library", 51, 20, 68.6, 32, "Library", "170")
    f.room("cafeteria", 30, 35.4, 48, 55, "Cafeteria", "180")
    f.room("kitchen", 30, 55, 40, 64, "Kitchen", "181")
    f.room("receiving", 40, 55, 48, 64, "Receiving", "182")
    f.room("gym", 48, 35.4, 68.6, 66, "Gymnasium", "190")
    f.room("mechanical", 48, 66, 57, 72, "Mechanical room", "191")
    f.room("stage", 57, 66, 68.6, 72, "Equipment stage", "192")
    f.door_to["182"] = "181"
    f.shorten_lift("110", "W", "108")
    for stair, side in (("107", "W"), ("139", "E")):
        f.exit(stair, side, 0.5, 0.95, category="emergencyexit")
    f.exit("180", "W")
    f.exit("191", "W", category="service")
    f.exit("182", "N", 0.5, 2.6, category="service")
    f.link("180", "190", 1.9)
    return f


def _main_entrance(f: Floor) -> None:
    """Secure vestibule, main office and the rooms behind it."""
    f.room("vestibule", 39, 22, 51, 26.4, "Main vestibule")
    f.room("reception", 31, 22, 39, 32, "Main office", "160")
    f.room("passage", 21.4, 26.2, 31, 27.8, "Office passage")
    f.row(21.4, 22, 26.2, "office 4.8 Principal, office 4.8 Associate principal", 162)
    f.row(21.4, 27.8, 32, "health 4.8, conference 4.8", 166)
    f.exit("Main vestibule", "S", 0.65, principal=True)
    f.exit("Main vestibule", "S", 0.35)
    f.link("Main vestibule", "Main lobby", 1.9)
    f.link("Main vestibule", "160")


def _second() -> Floor:
    f = Floor(1)
    _halls(f)
    f.room("hall", 12.4, 32, 77.6, 35.4, "Hall C")
    f.column(0, 0, 9, WEST.replace("class 8.6, small", "science 8.6, small"), 201)
    f.column(0, 12.4, 21.4, "class 8.8, class 8.6, class 8.6, custodial 3, lift 3 Lift", 202)
    f.column(35.4, 12.4, 21.4, "class 8.6, class 8.6, class 8.8, staff 8.6", 212)
    f.column(0, 81, 90, f"{EAST}, class 8.4, electrical 2", 231)
    f.column(0, 68.6, 77.6, "class 8.8, class 8.6, class 8.6, storage 3, server 3 Network closet", 232)
    f.column(35.4, 68.6, 77.6, "class 8.6, class 8.6, computer 8.8, class 8.6", 242)
    f.row(21.4, 22, 32, "computer 9, small 8.6 Makerspace", 260)
    f.room("void", 39, 22, 51, 32, "Open to lobby")
    f.row(51, 22, 32, "office 5 Counseling, office 4.4 Counseling, class 8.2", 264)
    f.shorten_lift("210", "W", "208")
    return f


def landscape(g: Grounds) -> None:
    """Fields north, lots either side of the plaza, the bus loop along the road."""
    soccer(g, 30, 214)
    soccer(g, 30, 290, 90, 55, "Practice field")
    baseball(g, 190, 220, 0, 76, "Softball field")
    basketball(g, 32, 128)
    basketball(g, 32, 152)
    _ways(g)
    for name, x, y in (
        ("Assembly A · soccer field", 145, 232),
        ("Assembly B · hard courts", 80, 190),
        ("Assembly C · east lawn", 290, 28),
    ):
        g.assembly(name, x, y)
    g.tree_row([(8, 14), (62, 14)], 11, 21)
    g.tree_row([(82, 14), (224, 14)], 11, 22)
    g.tree_row([(242, 14), (324, 14)], 11, 23)
    g.tree_row([(9, 30), (9, 340)], 12, 24)
    g.tree_row([(322, 30), (322, 200)], 12, 25)
    g.tree_row([(240, 30), (240, 110)], 12, 26)
    for x, y, radius, count, seed in (
        (300, 210, 18, 20, 27),
        (310, 330, 24, 34, 28),
        (40, 90, 22, 18, 29),
        (150, 330, 20, 22, 30),
    ):
        g.grove(x, y, radius, count, seed)
    _poles(g)


def _ways(g: Grounds) -> None:
    g.road([(70, 0), (70, 78), (232, 78), (232, 0)], 7.5, "Bus loop")
    g.parking("Visitor parking", 92, 30, 42, 2)
    g.parking("Staff parking", 252, 40, 14, 5)
    g.road([(226, 56), (258, 56)], 7)
    g.road([(66, 47), (98, 47)], 7)
    g.road([(206, 47), (236, 47)], 7)
    g.road([(270, 112), (270, 190), (144, 190)], 6.5, "Service drive")
    g.surface("road", "Loading court", shapely.box(144, 164, 158, 192))
    for x, y in ((134, 99), (167, 99), (134, 110), (167, 110)):
        g.bed(shapely.box(x, y, x + 9, y + 6))
    for east in (147, 155.5, 164):
        g.tree(east, 103, 2.2)
    g.surface("walkway", "Entrance plaza", shapely.box(132, 90, 179, 122))
    g.surface("walkway", "", shapely.box(140, 82, 170, 96))
    g.walk([(70, 85), (232, 85)], 3.0)
    for points in (
        [(120.7, 85), (120.7, 100)],
        [(189.3, 85), (189.3, 100)],
        [(120.7, 170), (120.7, 206), (90, 206)],
        [(189.3, 170), (189.3, 214)],
    ):
        g.walk(list(points), 2.4)
    g.walk([(0, 5), (330, 5)], 1.8)
    g.walk([(60, 140), (100, 140), (120.7, 178)], 2.4)


def _poles(g: Grounds) -> None:
    for name, x, y, bearing, form in (
        ("Bus loop · west", 78, 74, 80, "bullet"), ("Bus loop · east", 224, 74, 280, "bullet"),
        ("Visitor lot · west", 90, 44, 90, "bullet"), ("Visitor lot · east", 216, 44, 270, "bullet"),
        ("Staff lot · south", 276, 34, 0, "bullet"), ("Staff lot · north", 276, 128, 180, "ptz"),
        ("Soccer field", 140, 210, 330, "ptz"), ("Hard courts", 66, 146, 250, "bullet"),
        ("Softball · backstop", 182, 212, 45, "bullet"), ("Service drive", 262, 186, 260, "bullet"),
    ):  # fmt: skip
        g.pole(name, x, y, bearing, form, 60.0 if form == "ptz" else 42.0)


def campus() -> Campus:
    return Campus(
        "middle-school",
        "Maple Grove Middle School",
        "MS",
        "415 Prairie Road",
        Placement(620, 760, -5),
        [(0, 0), (330, 0), (330, 330), (300, 360), (0, 360)],
        [(building(), Placement(110, 100))],
        landscape,
        cameras=82,
        doors=32,
        unplaced=("Kiln room",),
    )
