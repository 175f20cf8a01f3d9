"""The district office with the bus yard: offices, bus garage, maintenance shop."""

import shapely

from maple_grove.campus import Campus
from maple_grove.floor import Building, Floor
from maple_grove.frame import Placement
from maple_grove.grounds import Grounds


def offices() -> Building:
    """Two floors of offices, the board room on the ground floor."""
    f = Floor(0)
    f.room("hall", 0, 8, 18, 11, "Hall A west")
    f.room("lobby", 18, 3.4, 26, 11, "Lobby")
    f.room("hall", 26, 8, 46, 11, "Hall A east")
    f.room("vestibule", 18, 0, 26, 3.4, "Vestibule")
    f.row(0, 0, 8, "office 4.4 Human resources, office 4.2 Payroll, office 4 Enrollment, conference 5.4", 101)
    f.row(
        26,
        0,
        8,
        "reception 6 Reception, office 4.2 Food service, office 4.4 Special education, office 5.4 Curriculum",
        109,
    )
    north = "stair 4 Stair 1, custodial 2.6, lift 2.4 Lift, toilet 2, toilet 2"
    f.row(0, 11, 20, f"conference 14 Board room, mail 4, server 5 Data center, {north}, staff 10", 102)
    f.shorten_lift("112", "S", "110")
    f.exit("Vestibule", "S", principal=True)
    f.link("Vestibule", "Lobby", 1.9)
    f.link("Vestibule", "109")
    s = Floor(1)
    s.room("hall", 0, 8, 46, 11, "Hall A")
    south = (
        "office 6.2 Superintendent, office 4.4 Deputy superintendent, office 4 Communications, conference 5.4, void 6"
    )
    s.row(
        0,
        0,
        8,
        f"{south}, office 5 Safety and security, office 5 Facilities, office 5 Technology, office 5 Assessment",
        201,
    )
    west = "office 7.4 Business office, office 6.6 Transportation, storage 4 Records, server 5 Network closet"
    s.row(0, 11, 20, f"{west}, {north}, conference 10 Training room", 202)
    s.shorten_lift("214", "S", "212")
    return Building("do-office", "District Office", "District Office", [f, s])


def garage() -> Building:
    """Four through bays and the drivers' rooms."""
    f = Floor(0)
    f.room("garage", 0, 0, 34, 20, "Bus bays", "10")
    f.column(0, 34, 44, "office 5 Dispatch, staff 6 Drivers lounge, toilet 2.4, toilet 2.4, storage 4.2 Parts", 11, 1)
    f.exit("11", "E", 0.5, 0.95, principal=True)
    for at in (0.12, 0.37, 0.62, 0.87):
        f.exit("10", "S", at, 4.2, category="automobile")
    return Building("do-garage", "Bus Garage", "Bus Garage", [f])


def shop() -> Building:
    """Maintenance: carpentry, grounds equipment and the district's store."""
    f = Floor(0)
    f.room("hall", 12, 0, 15, 16, "Hall")
    f.column(0, 0, 12, "shop 9 Carpentry shop, mechanical 7", 21, 1)
    f.column(0, 15, 32, "storage 10 Warehouse, electrical 2.4, storage 3.6 Grounds store", 23, 1)
    f.exit("Hall", "S", 0.5, 1.9, principal=True)
    f.exit("23", "E", 0.5, 3.2, category="service")
    return Building("do-shop", "Maintenance Shop", "Maintenance", [f])


def landscape(g: Grounds) -> None:
    """Visitors in front, the fenced bus yard with its parking rows behind."""
    g.road([(20, 0), (20, 86), (40, 100)], 7.5, "Yard drive")
    g.road([(104, 0), (104, 22)], 7)
    g.parking("Visitor parking", 46, 12, 34, 1)
    g.road([(18, 20.7), (52, 20.7)], 6.5)
    for i in range(16):
        x = 124 + i * 4.2
        g.line([(x, 132), (x, 145)])
        g.line([(x, 160), (x, 173)])
    g.line([(124, 145), (187, 145)], [(124, 160), (187, 160)])
    g.surface("parking", "Bus yard", shapely.box(24, 84, 192, 178).buffer(-3).buffer(3, quad_segs=4))
    g.surface("walkway", "Entrance plaza", shapely.box(62, 38, 84, 46))
    g.walk([(40, 36), (140, 36)], 2.2)
    g.walk([(0, 4), (200, 4)], 1.6)
    g.assembly("Assembly A · front lawn", 160, 26)
    g.tree_row([(6, 8), (12, 8)], 8, 81)
    g.tree_row([(30, 8), (96, 8)], 10, 82)
    g.tree_row([(114, 8), (194, 8)], 10, 83)
    g.tree_row([(8, 20), (8, 180)], 10, 84)
    g.tree_row([(20, 185), (190, 185)], 8, 85)
    g.tree_row([(196, 30), (196, 180)], 9, 86)
    g.grove(164, 56, 14, 12, 87)
    for name, x, y, bearing, form in (
        ("Yard gate", 26, 82, 190, "bullet"), ("Bus yard · northwest", 28, 176, 130, "bullet"),
        ("Bus yard · northeast", 190, 176, 225, "bullet"),
        ("Bus yard · centre", 112, 152, 90, "ptz"), ("Bus rows · south", 156, 126, 0, "bullet"), ("Visitor lot", 93, 11, 0, "bullet"),
    ):  # fmt: skip
        g.pole(name, x, y, bearing, form, 50.0)


def campus() -> Campus:
    return Campus(
        "district-office",
        "District Office and Bus Yard",
        "DO",
        "30 Depot Street",
        Placement(-1240, -1420, -14),
        [(0, 0), (200, 0), (200, 190), (0, 190)],
        [(offices(), Placement(52, 46)), (garage(), Placement(36, 108)), (shop(), Placement(52, 150, 0))],
        landscape,
        cameras=31,
        doors=16,
    )
