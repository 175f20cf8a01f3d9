"""Maple Grove High School: the main building, athletics and the arts and technical building."""

from maple_grove.campus import Campus
from maple_grove.fields import baseball, stadium, tennis
from maple_grove.floor import Building, Floor
from maple_grove.frame import Placement
from maple_grove.grounds import Grounds


def main_building() -> Building:
    """An E of three floors about an enclosed court: front bar, west and east wings, the commons between them."""
    return Building("hs-main", "Main Building", "HS Main", [_main_ground(), _main_second(), _main_third()])


def _main_ground() -> Floor:
    f = Floor(0)
    _west_halls(f)
    f.room("hall", 12.4, 9, 48, 12.4, "Hall A")
    f.room("lobby", 48, 4.6, 60, 12.4, "Main lobby")
    f.room("hall", 60, 9, 95.6, 12.4, "Hall A east")
    _east_halls(f)
    f.row(
        0,
        0,
        9,
        "class 8.8, class 8.6, class 8.6, stair 3.8 Stair 1, girls 5.1, boys 5.1, custodial 2.4, storage 5.6",
        101,
    )
    f.room("office", 48, 0, 50, 4.6, "Visitor booth", "117")
    f.room("vestibule", 50, 0, 60, 4.6, "Main vestibule")
    f.room("reception", 60, 0, 68.4, 9, "Main office", "119")
    f.room("passage", 68.4, 4.2, 84, 5.8, "Office passage")
    f.row(
        68.4,
        0,
        4.2,
        "office 4.4 Principal, office 3.7 Associate principal, office 3.7 Dean, office 3.8 Attendance",
        121,
    )
    f.row(68.4, 5.8, 9, "mail 4.4, toilet 2.2, toilet 2.2, conference 6.8", 122)
    f.row(
        84, 0, 9, "health 6.4, stair 3.8 Stair 2, class 6.8 College and careers, office 7 School resource officer", 131
    )
    f.column(12.4, 0, 9, "class 8.6, class 8.6, class 8.6, girls 3.6, boys 3.6, class 8.6, class 8.6, small 5.4", 141)
    f.column(12.4, 12.4, 21.2, "class 8.6, class 8.6, lift 2.4 Lift 1, custodial 2.8, class 8.4, class 8.4", 142)
    f.column(55, 12.4, 21.2, "class 9, stair 4 Stair 3", 156)
    f.row(21.2, 12.4, 21.2, "class 8.6, class 8.6, electrical 1.6", 160, 1)
    f.row(21.2, 55, 64, "science 8.2 Biology lab, storage 2.4 Prep room, science 8.2 Earth science lab", 164, 1)
    _commons(f)
    f.row(68, 12.4, 21.2, "class 8.6, small 5.2 Speech room, small 5 Testing center", 180, 1)
    east = "server 4, computer 9.4, lift 2.4 Lift 2, custodial 2.6, class 8.6, class 8.6, mechanical 10 Boiler room, stair 4 Stair 4"
    f.column(12.4, 86.8, 95.6, east, 183, 1)
    f.column(12.4, 99, 108, "computer 9.4, class 8.6, girls 3.8, boys 3.8, class 8.6, class 8.6, staff 6.8", 191, 1)
    f.exit("Main vestibule", "S", 0.32, principal=True)
    f.exit("Main vestibule", "S", 0.68)
    f.exit("Hall D", "S")
    f.link("Main vestibule", "Main lobby", 1.9, 0.25)
    f.link("Main vestibule", "119")
    f.link("119", "Main lobby")
    f.door_to |= {"122": "Office passage", "124": "Office passage", "126": "Office passage"}
    return f


def _west_halls(f: Floor) -> None:
    f.room("hall", 0, 9, 9, 12.4, "Hall A west")
    f.room("hall", 9, 9, 12.4, 68, "Hall B")
    if f.ordinal < 2:
        f.room("hall", 12.4, 51.6, 40, 55, "Hall D")


def _east_halls(f: Floor) -> None:
    f.room("hall", 95.6, 9, 99, 62, "Hall C")
    f.room("hall", 99, 9, 108, 12.4, "Hall A end")


def _commons(f: Floor) -> None:
    f.room("cafeteria", 40, 12.4, 68, 38.4, "Commons", "170")
    f.room("serving", 40, 38.4, 68, 42.6, "Serving line", "171")
    f.room("kitchen", 40, 42.6, 58, 55, "Kitchen", "172")
    f.room("receiving", 58, 42.6, 68, 50.2, "Receiving", "174")
    f.room("office", 58, 50.2, 62.4, 55, "Kitchen manager", "175")
    f.room("storage", 62.4, 50.2, 68, 55, "Dry store", "176")
    f.link("170", "Hall A", 1.9)
    f.link("170", "Hall A east", 1.9)
    f.link("172", "174")
    f.door_to |= {"172": "171", "174": "171"}
    f.exit("170", "W")
    f.exit("170", "E", 0.7)
    f.exit("174", "E", 0.5, 2.6, category="service")


def _main_second() -> Floor:
    f = Floor(1)
    _west_halls(f)
    f.room("hall", 12.4, 9, 95.6, 12.4, "Hall A")
    _east_halls(f)
    f.row(
        0,
        0,
        9,
        "class 8.8, class 8.6, class 8.6, stair 3.8 Stair 1, girls 5.1, boys 5.1, custodial 2.4, small 5.6",
        201,
    )
    f.room("void", 48, 0, 60, 9, "Open to lobby")
    f.row(60, 0, 9, "class 8.2, class 8.2, class 7.6", 219)
    f.row(84, 0, 9, "office 6.4 Counseling, stair 3.8 Stair 2, conference 6.8, office 7 Student services", 231)
    f.column(12.4, 0, 9, "class 8.6, class 8.6, class 8.6, girls 3.6, boys 3.6, class 8.6, class 8.6, small 5.4", 241)
    f.column(12.4, 12.4, 21.2, "class 8.6, class 8.6, lift 2.4 Lift 1, custodial 2.8, class 8.4, class 8.4", 242)
    f.column(55, 12.4, 21.2, "class 9, stair 4 Stair 3", 256)
    f.row(21.2, 12.4, 21.2, "class 8.6, class 8.6, electrical 1.6", 260, 1)
    f.row(21.2, 55, 64, "science 8.2 Physics lab, storage 2.4 Prep room, science 8.2 Physics lab", 264, 1)
    f.room("library", 40, 12.4, 68, 30.2, "Library", "270")
    f.row(
        40,
        30.2,
        36,
        "small 5.6 Study room, small 5.6 Study room, office 5.6 Librarian, computer 11.2 Media lab",
        271,
        1,
    )
    f.row(68, 12.4, 21.2, "class 8.6, small 5.2 Study skills, small 5 Resource room", 280, 1)
    east = "server 4 Network closet, computer 9.4, lift 2.4 Lift 2, custodial 2.6, class 8.6, class 8.6, class 10, stair 4 Stair 4"
    f.column(12.4, 86.8, 95.6, east, 283, 1)
    f.column(12.4, 99, 108, "computer 9.4, class 8.6, girls 3.8, boys 3.8, class 8.6, class 8.6, staff 6.8", 291, 1)
    return f


def _main_third() -> Floor:
    f = Floor(2)
    _west_halls(f)
    f.room("hall", 12.4, 9, 60, 12.4, "Hall A")
    f.row(
        0,
        0,
        9,
        "class 8.8, class 8.6, class 8.6, stair 3.8 Stair 1, girls 5.1, boys 5.1, custodial 2.4, small 5.6",
        301,
    )
    f.row(48, 0, 9, "science 12 Chemistry lab", 319)
    f.column(12.4, 0, 9, "class 8.6, class 8.6, class 8.6, girls 3.6, boys 3.6, class 8.6, class 8.6, staff 5.4", 341)
    west = "class 8.6, class 8.6, lift 2.4 Lift 1, custodial 2.8, class 8.4, class 8.4, class 3.4, class 9, stair 4 Stair 3"
    f.column(12.4, 12.4, 21.2, west.replace("class 3.4", "storage 3.4 Book room"), 342)
    f.row(21.2, 12.4, 21.2, "science 11.4 Chemistry lab, storage 3 Prep room, class 8.4, class 8, class 8", 360, 1)
    return f


def landscape(g: Grounds) -> None:
    """Bus loop and visitors in front, students' lot east, stadium north, diamond and courts north-east."""
    stadium(g, 140, 301)
    baseball(g, 292, 240, 0)
    tennis(g, 336, 150, 4)
    g.parking("Student parking", 258, 22, 44, 4)
    g.parking("Visitor parking", 128, 46, 24, 2)
    g.parking("Staff parking", 18, 28, 26, 3)
    for x in (150, 180):
        g.assembly(f"Assembly {x}", x, 222)


def campus() -> Campus:
    return Campus(
        "high-school",
        "Maple Grove High School",
        "HS",
        "1200 Wendell Avenue",
        Placement(-2300, 150, 6),
        [(0, 0), (420, 0), (420, 380), (30, 380), (0, 350)],
        [(main_building(), Placement(128, 112))],
        landscape,
        60,
        20,
    )
