"""Real bytes bent: their structure where it is known, their letters, their bits."""

import json
import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from tests.fuzz.target import Form

LARGEST = 256 * 1024
DEEP = 3_000

_GUID = "11111111-2222-3333-4444-555555555555"
TELLING: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        1,
        0.5,
        -0.0,
        255,
        256,
        65_535,
        65_536,
        2**31 - 1,
        2**31,
        2**32,
        2**53,
        2**63,
        -(2**63),
        2**64,
    ),
    *(
        1e-320,
        1e308,
        10**40,
        "",
        " ",
        "0",
        "-1",
        "1e999",
        "NaN",
        "Infinity",
        "null",
        "true",
        "1,5",
        "٣",
        "x" * 3_000,
        "\x00",
    ),
    *(
        "\ud800",
        "\u202e",
        "<b>x</b>",
        "'",
        '"',
        "%s%n",
        "{}",
        "../../etc/passwd",
        "/",
        "\\\\host\\share",
        "file:///etc/passwd",
    ),
    *(
        "javascript:alert(1)",
        "http://[::1",
        "http://a:99999/",
        "https://user:pw@h/",
        "0001-01-01T00:00:00Z",
        "24:00",
        "-PT1S",
    ),
    *("9999-12-31T23:59:59.9999999+14:00", "2024-02-30T00:00:00Z", "2024-01-01T00:00:00", "10675199.02:48:05", _GUID),
    *(
        "{" + _GUID.upper() + "}",
        "cameras/" + _GUID,
        "POINT (1e999 0)",
        "POINT EMPTY",
        "Polygon",
        {"id": _GUID},
        {"en": "x"},
    ),
    *([], {}, [[]], [[[]]], [None], [0, 0], [1e308, 1e308], {"type": "Point"}),
    {"type": "Polygon", "coordinates": [[[0, 0], [0, 0], [0, 0], [0, 0]]]},
)
"""Values that readers have stumbled over, anywhere."""

_INTS = (
    0,
    1,
    0x7F,
    0x80,
    0xFF,
    0x7FFF,
    0x8000,
    0xFFFF,
    0x7FFFFFFF,
    0x80000000,
    0xFFFFFFFF,
    2**63 - 1,
    2**63,
    2**64 - 1,
)
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_WORD = re.compile(rb"[A-Za-z_][\w:.-]*")
_PIECE = re.compile(rb"<[^<>]*>|[^\n<>]*\n|[^\n<>]+")
_TELLING_TEXT = (
    *(
        b"0",
        b"-1",
        b"1e999",
        b"nan",
        b"9" * 40,
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\r\n\r\n",
        b"\n" * 200,
        b"<" * 500,
        b"<a>" * 2_000,
    ),
    *(
        b"&#0;",
        b"]]>",
        b'<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]>',
        b"&d;",
        b'<!ENTITY x SYSTEM "file:///etc/passwd">',
    ),
    *(b"%n%s", b"[" * 2_000, b'"', b"'", b"=", b"\\"),
)

Bend = Callable[[bytes, Random, Sequence[bytes]], bytes]


def bent(seed: bytes, form: Form, random: Random, others: Sequence[bytes]) -> bytes:
    """`seed` with one or several things wrong, at most LARGEST bytes; pieces of `others` may stand in it."""
    made = seed
    if form is Form.JSON and random.random() < 0.85:
        made = _bent_json(made, random, others)
        if random.random() < 0.9:
            return made[:LARGEST]
    bends: Sequence[Bend] = _BYTES if form is Form.BINARY else (*_TEXT, *_TEXT, *_BYTES)
    for _ in range(1 + random.getrandbits(2)):
        made = random.choice(bends)(made, random, others)
    return made[:LARGEST]


def _bent_json(seed: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    try:
        tree = json.loads(seed)
    except (ValueError, RecursionError):
        return seed
    for _ in range(1 + random.getrandbits(2)):
        tree = _bent_tree(tree, random, others)
    try:
        return json.dumps(tree).encode()
    except (ValueError, RecursionError):
        return seed


def _bent_tree(tree: Any, random: Random, others: Sequence[bytes]) -> Any:
    """Walks down a random path and changes what stands at its end."""
    holder: Any = None
    key: Any = None
    here, depth = tree, 0
    stop = random.randint(1, 9)
    while isinstance(here, (dict, list)) and here and depth < stop:
        holder, key = here, random.choice(list(here)) if isinstance(here, dict) else random.randrange(len(here))
        here, depth = here[key], depth + 1
    if holder is None:
        return random.choice(TELLING)
    match random.randrange(8):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, list):
            holder.insert(random.randrange(len(holder) + 1), here)
        case 2 if isinstance(holder, dict) and isinstance(key, str):
            holder[random.choice((key.upper(), key + " ", ""))] = holder.pop(key)
        case 3:
            holder[key] = _part_of_another(random, others)
        case 4 if isinstance(here, (int, float)) and not isinstance(here, bool):
            holder[key] = random.choice((-here, here + 1, here * 1e6, str(here), [here]))
        case 5 if isinstance(here, str):
            holder[key] = random.choice((here[: len(here) // 2], here * 3, here.upper(), [here], here + "\u202e"))
        case 6 if random.random() < 0.05:
            holder[key] = _deep(random)
        case _:
            holder[key] = random.choice(TELLING)
    return tree


def _part_of_another(random: Random, others: Sequence[bytes]) -> Any:
    try:
        here = json.loads(random.choice(others))
    except (ValueError, RecursionError):
        return None
    for _ in range(random.randint(1, 5)):
        if not isinstance(here, (dict, list)) or not here:
            break
        here = random.choice(list(here.values()) if isinstance(here, dict) else here)
    return here


def _deep(random: Random) -> Any:
    made: Any = 0
    for _ in range(random.choice((60, 200, 600))):
        made = [made]
    return made


def _flip(made: bytes, random: Random, _others: Sequence[bytes]) -> bytes:
    changed = bytearray(made)
    for _ in range(1 + random.getrandbits(3) if changed else 0):
        changed[random.randrange(len(changed))] ^= 1 << random.getrandbits(3)
    return bytes(changed)


def _number(made: bytes, random: Random, _others: Sequence[bytes]) -> bytes:
    """A whole number of one to eight bytes, in either order, written over what is there."""
    size = random.choice((1, 2, 4, 4, 8))
    at = random.randrange(max(1, len(made) - size + 1))
    number = random.choice(_INTS) & ((1 << 8 * size) - 1)
    return made[:at] + number.to_bytes(size, random.choice(("big", "little"))) + made[at + size :]


def _cut(made: bytes, random: Random, _others: Sequence[bytes]) -> bytes:
    return made[: random.randrange(len(made) + 1)]


def _without(made: bytes, random: Random, _others: Sequence[bytes]) -> bytes:
    begin = random.randrange(len(made) + 1)
    return made[:begin] + made[begin + random.randrange(1, 2 + len(made) // 4) :]


def _twice(made: bytes, random: Random, _others: Sequence[bytes]) -> bytes:
    begin = random.randrange(len(made) + 1)
    piece = made[begin : begin + random.randrange(1, 2 + min(len(made), 4_000))]
    return made[:begin] + piece * random.choice((1, 2, 30)) + made[begin:]


def _spliced(made: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    other: bytes = random.choice(others) if others else b""
    begin = random.randrange(len(other) + 1)
    at = random.randrange(len(made) + 1)
    piece = other[begin : begin + random.randrange(1, 2 + len(other) // 2)]
    return made[:at] + piece + made[at + random.choice((0, len(piece))) :]


def _rubbish(made: bytes, random: Random, _others: Sequence[bytes]) -> bytes:
    at = random.randrange(len(made) + 1)
    return made[:at] + random.randbytes(random.randrange(1, 64)) + made[at:]


def _any_number(made: bytes, random: Random, _others: Sequence[bytes]) -> bytes:
    return _over(
        made, _NUMBER, random, random.choice((b"-1", b"0", b"1e308", b"9" * 30, b"0.1", b"nan", b"", b"65536"))
    )


def _any_word(made: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    words = _WORD.findall(random.choice(others)[:20_000]) if others and random.random() < 0.7 else []
    return _over(made, _WORD, random, random.choice(words) if words else random.choice(_TELLING_TEXT))


def _any_piece(made: bytes, random: Random, _others: Sequence[bytes]) -> bytes:
    """A tag or a line left out, doubled or put elsewhere."""
    pieces = _PIECE.findall(made)
    if not pieces:
        return made
    at = random.randrange(len(pieces))
    match random.randrange(3):
        case 0:
            del pieces[at]
        case 1:
            pieces.insert(at, pieces[at])
        case _:
            pieces.insert(random.randrange(len(pieces)), pieces.pop(at))
    return b"".join(pieces)


def _telling(made: bytes, random: Random, _others: Sequence[bytes]) -> bytes:
    at = random.randrange(len(made) + 1)
    return made[:at] + random.choice(_TELLING_TEXT) + made[at:]


def _over(made: bytes, pattern: re.Pattern[bytes], random: Random, text: bytes) -> bytes:
    found = list(pattern.finditer(made))
    if not found:
        return made + text
    chosen = random.choice(found)
    return made[: chosen.start()] + text + made[chosen.end() :]


_BYTES: tuple[Bend, ...] = (_flip, _number, _cut, _without, _twice, _spliced, _rubbish)
_TEXT: tuple[Bend, ...] = (_any_number, _any_word, _any_piece, _telling)
