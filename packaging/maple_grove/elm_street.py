"""Elm Street Elementary: one floor round a garden court, kindergarten in a wing of its own."""

import shapely

from maple_grove.campus import Campus
from maple_grove.fields import baseball, basketball, playground, soccer
from maple_grove.floor import Building, Floor
from maple_grove.frame import Placement
from maple_grove.grounds import Grounds


def building() -> Building:
    """Glazed halls round the court; classrooms west, library and studios north, gym and cafeteria east."""
    f = Floor(0)
    f.room("hall", 0, 8.6, 24, 11.8, "Hall A west")
    f.room("lobby", 24, 4.4, 36, 11.8, "Main lobby")
    f.room("hall", 36, 8.6, 85.6, 11.8, "Hall A")
    f.room("hall", 8.6, 11.8, 11.8, 41.2, "Hall B")
    f.room("hall", 36, 11.8, 39.2, 41.2, "Hall C")
    f.room("hall", 11.8, 38, 36, 41.2, "Hall D")
    f.row(0, 0, 8.6, "class 8.8, class 8.8, girls 3.2, boys 3.2", 101, 1)
    f.room("vestibule", 24, 0, 36, 4.4, "Main vestibule")
    f.room("reception", 36, 0, 44, 8.6, "Main office", "105")
    f.room("passage", 44, 4, 58, 5.4, "Office passage")
    f.row(44, 0, 4, "office 4.6 Principal, office 4.6 Psychologist, mail 4.8", 106, 1)
    f.row(44, 5.4, 8.6, "health 5, conference 5.4, toilet 1.8, server 1.8", 109, 1)
    f.row(58, 0, 8.6, "kinder 9.2, kinder 9.2, kinder 9.2", 113, 1)
    f.row(60, 11.8, 20.6, "kinder 9.2, toilet 2.4, electrical 2.4, kinder 9.2, custodial 2.4", 116, 1)
    f.column(11.8, 0, 8.6, "class 8.8, class 8.8, class 8.8, mechanical 3", 121, 1)
    f.row(0, 41.2, 50, "art 11.8, music 8.2, library 16", 125, 1)
    f.row(36, 41.2, 50, "custodial 3.2", 128)
    f.room("gym", 39.2, 11.8, 60, 30, "Gymnasium", "130")
    f.room("cafeteria", 39.2, 30, 60, 44, "Cafeteria", "131")
    f.room("kitchen", 39.2, 44, 52, 52, "Kitchen", "132")
    f.room("receiving", 52, 44, 60, 52, "Receiving", "133")
    f.door_to |= {"133": "132", "111": "Office passage", "112": "Office passage"}
    f.exit("Main vestibule", "S", 0.65, principal=True)
    f.exit("Main vestibule", "S", 0.35)
    f.exit("133", "E", 0.5, category="service")
    f.exit("131", "E", 0.7)
    f.exit("Hall D", "S")
    f.exit("127", "N")
    f.link("Main vestibule", "Main lobby", 1.9)
    f.link("Main vestibule", "105")
    return Building("elm-main", "Elm Street Elementary", "Elm St", [f])


def landscape(g: Grounds) -> None:
    """Town school: lot and drop-off in front, play areas behind."""
    soccer(g, 24, 152, 64, 44)
    baseball(g, 128, 156, 0, 52, "Little league field")
    playground(g, 76, 130)
    playground(g, 150, 91, "Kindergarten playground")
    basketball(g, 10, 129)
    g.road([(30, 0), (30, 46), (164, 46), (164, 0)], 7, "Drop-off")
    g.parking("Visitor and staff parking", 44, 14, 39, 1)
    g.road([(28, 22.5), (50, 22.5)], 6.5)
    g.road([(150, 22.5), (166, 22.5)], 6.5)
    g.road([(164, 40), (182, 46), (182, 112), (100, 112)], 5.5, "Service drive")
    g.surface(
        "walkway",
        "Entrance plaza",
        shapely.Point(70, 62).buffer(15, quad_segs=10).intersection(shapely.box(40, 50, 100, 70)),
    )
    for points in (
        [(30, 52), (164, 52)],
        [(40, 72), (30, 72), (30, 128), (60, 128)],
        [(50.2, 112), (50.2, 122)],
        [(125.6, 72.2), (150, 72.2), (150, 84)],
    ):
        g.walk(list(points), 2.2)
    g.walk([(0, 4), (200, 4)], 1.6)
    for x, y in ((54, 76), (65.5, 76), (54, 89), (65.5, 89)):
        g.bed(shapely.box(x, y, x + 8, y + 8), "Garden court" if (x, y) == (54, 76) else "")
    g.tree(63.8, 86.5, 2.6)
    g.surface("unenclosedarea", "", shapely.box(51.5, 73.5, 76, 100.5))
    for name, x, y in (("Assembly A · soccer field", 104, 176), ("Assembly B · west lawn", 14, 92)):
        g.assembly(name, x, y)
    g.tree_row([(6, 9), (24, 9)], 9, 41)
    g.tree_row([(40, 9), (156, 9)], 10, 42)
    g.tree_row([(6, 22), (6, 206)], 11, 43)
    g.tree_row([(194, 14), (194, 130)], 11, 44)
    g.tree_row([(20, 206), (116, 206)], 10, 45)
    g.grove(106, 130, 10, 8, 46)
    g.grove(186, 160, 9, 8, 47)
    _poles(g)


def _poles(g: Grounds) -> None:
    for name, x, y, bearing, form in (
        ("Drop-off · west", 36, 42, 80, "bullet"), ("Drop-off · east", 158, 42, 280, "bullet"), ("Parking lot", 105, 12.5, 0, "ptz"),
        ("Playground", 60, 122, 60, "bullet"), ("Kindergarten playground", 136, 80, 50, "bullet"), ("Ball field", 122, 150, 40, "bullet"),
    ):  # fmt: skip
        g.pole(name, x, y, bearing, form, 40.0)


def campus() -> Campus:
    return Campus(
        "elm-street",
        "Elm Street Elementary School",
        "Elm St",
        "208 Elm Street",
        Placement(-190, -820, 0.0),
        [(0, 0), (200, 0), (200, 212), (0, 212)],
        [(building(), Placement(40, 62))],
        landscape,
        cameras=47,
        doors=18,
    )
