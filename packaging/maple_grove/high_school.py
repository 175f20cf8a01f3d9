"""Maple Grove High School: the main building, athletics and the arts and technical building."""

import shapely

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
    _main_entrance(f)
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
    f.shorten_lift("146", "W", "148")
    f.shorten_lift("185", "E", "186")
    f.exit("Hall D", "S")
    for stair, side in (("107", "S"), ("133", "S"), ("158", "E"), ("190", "W")):
        f.exit(stair, side, 0.5, 0.95, category="emergencyexit")
    f.exit("189", "W", 0.5, category="service")
    return f


def _main_entrance(f: Floor) -> None:
    """Secure vestibule, main office and the principals' rooms behind it."""
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
    f.exit("Main vestibule", "S", 0.68, principal=True)
    f.exit("Main vestibule", "S", 0.32)
    f.link("Main vestibule", "Main lobby", 1.9, 0.25)
    f.link("Main vestibule", "119")
    f.link("119", "Main lobby")
    f.door_to |= {"122": "Office passage", "124": "Office passage", "126": "Office passage"}


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
    f.shorten_lift("246", "W", "248")
    f.shorten_lift("285", "E", "286")
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
    f.shorten_lift("346", "W", "348")
    return f


def athletics() -> Building:
    """Gymnasium between the locker rooms, weight room and auxiliary gym behind, a public lobby in front."""
    f = Floor(0)
    f.room("hall", 0, 10, 26, 13.4, "Hall E west")
    f.room("lobby", 26, 0, 36, 13.4, "Athletics lobby")
    f.room("hall", 36, 10, 62, 13.4, "Hall E east")
    f.row(0, 0, 10, "fitness 18 Fitness center, office 4 Athletic director, office 4 Coaches", 401)
    f.row(
        36, 0, 10, "storage 4 Ticket office, girls 5, boys 5, custodial 3, health 5 Athletic trainer, electrical 4", 407
    )
    f.room("gym", 12, 13.4, 50, 43.4, "Gymnasium", "420")
    f.column(13.4, 0, 12, "boyslocker 16, office 4 Coaches, storage 5 Mats, mechanical 5", 421)
    f.column(13.4, 50, 62, "girlslocker 16, office 4 Coaches, storage 10 Equipment", 422)
    f.row(12, 43.4, 57, "fitness 18 Weight room, gym 20 Auxiliary gym", 430)
    f.exit("Athletics lobby", "S", 0.7, principal=True)
    f.exit("Athletics lobby", "S", 0.3)
    f.exit("432", "N")
    f.exit("430", "N", 0.3)
    f.exit("427", "W", 0.5, category="service")
    f.link("420", "Hall E west", 1.9)
    f.link("420", "Hall E east", 1.9)
    return Building("hs-athletics", "Athletics Building", "HS Athletics", [f])


def arts() -> Building:
    """Studios and workshops along one hall, the auditorium at its head, rehearsal rooms behind the stage."""
    return Building("hs-arts", "Arts and Technical Building", "HS Arts", [_arts_ground(), _arts_second()])


def _arts_ground() -> Floor:
    f = Floor(0)
    f.room("hall", 0, 9, 34, 12.4, "Hall F")
    f.room("lobby", 34, 0, 46, 12.4, "Arts lobby")
    f.room("hall", 42.6, 12.4, 46, 40, "Hall G")
    studios = "stair 4 Stair 6, art 10 Painting studio, art 9 Ceramics studio, storage 3 Kiln room"
    f.row(0, 0, 9, f"{studios}, electrical 2, lift 2.6 Lift 3, custodial 3.4", 501)
    f.row(
        0,
        12.4,
        22.4,
        "shop 14 Wood shop, shop 13 Metal shop, storage 3.6 Tool crib, girls 4, boys 4, stair 4 Stair 5",
        502,
    )
    f.column(22.4, 28, 42.6, "music 9.6 Band room, music 8 Choir room", 514)
    f.room("auditorium", 46, 0, 72, 28, "Auditorium", "520")
    f.room("stage", 46, 28, 72, 40, "Stage", "521")
    f.exit("Arts lobby", "S", 0.7, principal=True)
    f.exit("Arts lobby", "S", 0.35)
    f.exit("520", "E", 0.3)
    f.exit("521", "E", 0.5, 2.6, category="service")
    f.exit("502", "W", 0.5, 2.6, category="service")
    f.link("520", "Hall G", 1.9, 0.7)
    f.link("520", "521", 0.95, 0.06)
    f.shorten_lift("511", "N", "513")
    return f


def _arts_second() -> Floor:
    f = Floor(1)
    f.room("hall", 0, 9, 46, 12.4, "Hall F")
    south = "stair 4 Stair 6, art 10 Photography studio, art 9 Fiber arts, storage 3 Dark room, server 2 Network closet, lift 2.6 Lift 3"
    f.row(0, 0, 9, f"{south}, custodial 3.4, computer 12 Digital media lab", 601)
    f.row(
        0,
        12.4,
        22.4,
        "class 14 Robotics lab, class 13 Engineering studio, storage 3.6, girls 4, boys 4, stair 4 Stair 5, office 3.4",
        602,
    )
    f.shorten_lift("611", "N", "613")
    return f


def landscape(g: Grounds) -> None:
    """Bus loop and visitors in front, students' lot east, stadium north, diamond and courts north-east."""
    stadium(g, 140, 301)
    baseball(g, 292, 238, 0)
    tennis(g, 344, 152, 4)
    _lots_and_drives(g)
    _walks(g)
    for name, x, y in (
        ("Assembly A · stadium", 250, 300),
        ("Assembly B · west lawn", 22, 232),
        ("Assembly C · south lawn", 170, 23),
    ):
        g.assembly(name, x, y)
    g.bed(shapely.box(152, 136, 165.5, 145), "West court")
    g.bed(shapely.box(152, 152, 165.5, 161))
    for east in (153, 158.7, 164.4):
        g.tree(east, 148.5, 2.1)
    g.surface("unenclosedarea", "", shapely.box(149, 133, 168.3, 163.7))
    for x, y in ((200, 141), (207, 139), (213, 146)):
        g.tree(x, y, 2.8)
    g.tree_row([(8, 12), (70, 12)], 11, 1)
    g.tree_row([(112, 12), (236, 12)], 11, 2)
    g.tree_row([(262, 12), (412, 12)], 11, 3)
    g.tree_row([(8, 24), (8, 330)], 12, 4)
    g.tree_row([(412, 24), (412, 140)], 12, 5)
    g.tree_row([(252, 30), (252, 130)], 12, 6)
    g.tree_row([(40, 368), (250, 368)], 9, 7)
    for x, y, radius, count, seed in (
        (395, 360, 22, 30, 8),
        (20, 190, 16, 14, 9),
        (265, 355, 18, 18, 10),
        (118, 230, 10, 7, 11),
    ):
        g.grove(x, y, radius, count, seed)
    _poles(g)


def _lots_and_drives(g: Grounds) -> None:
    g.road([(90, 0), (90, 90), (246, 90), (246, 0)], 7.5, "Bus loop")
    g.parking("Visitor parking", 118, 34, 36, 2)
    g.parking("Student parking", 266, 22, 46, 4)
    g.parking("Staff parking", 18, 34, 23, 2)
    g.road([(84, 60), (94, 60)], 7)
    g.road([(86, 51), (124, 51)], 7)
    g.road([(222, 51), (270, 51)], 7)
    g.road([(222, 60), (244, 60)], 7)
    g.road([(332, 0), (332, 30)], 8, "Student drive")
    g.road([(246, 90), (246, 196), (214, 196)], 6.5, "Service drive")
    g.surface("road", "Loading court", shapely.box(197, 150, 214, 199))


def _walks(g: Grounds) -> None:
    g.surface(
        "walkway",
        "Entrance plaza",
        shapely.Polygon([(172, 112), (172, 104), (163, 94), (203, 94), (194, 104), (194, 112)]),
    )
    g.walk([(90, 97), (246, 97)], 3.0)
    g.walk([(125, 97), (125, 184), (146, 184)], 2.4)
    g.walk([(128, 122.7), (100, 122.7)], 2.4)
    g.walk([(138.7, 180), (138.7, 242)], 3.0)
    g.walk([(236, 122.7), (256, 122.7), (256, 140), (300, 140)], 3.0)
    g.walk([(299.5, 138.5), (299.5, 152)], 9)
    g.walk([(300, 140), (344, 140), (360, 152)], 2.4)
    g.walk([(256, 140), (256, 236), (290, 236)], 2.4)
    g.walk([(83.4, 95.8), (83.4, 134)], 7)
    g.walk([(90, 97), (83, 97)], 3.0)
    g.walk([(0, 5), (420, 5)], 1.8)
    g.walk([(188, 94), (188, 5)], 2.4)
    g.walk([(146, 184), (196, 184)], 2.0)


def _poles(g: Grounds) -> None:
    for name, x, y, bearing, form in (
        ("Student lot · northwest pole", 268, 114, 135, "bullet"), ("Student lot · northeast pole", 396, 114, 225, "bullet"),
        ("Student lot · southwest pole", 262, 20, 45, "bullet"), ("Student lot · southeast pole", 400, 20, 315, "bullet"),
        ("Student lot · centre", 331, 69, 0, "ptz"), ("Staff lot · north pole", 50, 74, 200, "bullet"),
        ("Staff lot · south pole", 50, 28, 340, "bullet"), ("Visitor lot · west pole", 116, 52, 90, "bullet"),
        ("Visitor lot · east pole", 228, 52, 270, "bullet"), ("Bus loop · west", 98, 86, 60, "bullet"),
        ("Bus loop · east", 238, 86, 300, "bullet"), ("Bus loop · entrance", 96, 8, 350, "bullet"),
        ("Bus loop · exit", 240, 8, 10, "bullet"), ("Stadium · press box", 140, 240, 0, "ptz"),
        ("Stadium · west gate", 40, 250, 45, "bullet"), ("Stadium · east gate", 240, 250, 315, "bullet"),
        ("Baseball · backstop", 284, 230, 45, "ptz"), ("Tennis courts", 340, 148, 60, "bullet"),
        ("Service drive", 240, 190, 250, "bullet"), ("North path", 134, 236, 180, "bullet"),
    ):  # fmt: skip
        g.pole(name, x, y, bearing, form, 60.0 if form == "ptz" else 45.0)


def campus() -> Campus:
    return Campus(
        "high-school",
        "Maple Grove High School",
        "HS",
        "1200 Wendell Avenue",
        Placement(-2500, 150, 6),
        [(0, 0), (420, 0), (420, 380), (30, 380), (0, 350)],
        [(main_building(), Placement(128, 112)), (athletics(), Placement(268, 152)), (arts(), Placement(42, 126, 9))],
        landscape,
        cameras=184,
        doors=72,
        unplaced=("Greenhouse", "Press box interior"),
    )
