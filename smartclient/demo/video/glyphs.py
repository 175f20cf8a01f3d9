"""The recorder's lettering: a 5 by 7 bitmap font, enlarged with rounded corners and given a dark outline."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]

_FIRST = 32
# Five columns a character from the space on, lowest bit at the top.
_COLUMNS = bytes.fromhex(
    "0000000000"
    "00005f0000"
    "0007000700"
    "147f147f14"
    "242a7f2a12"
    "2313086462"
    "3649562050"
    "0000070000"
    "001c224100"
    "0041221c00"
    "14083e0814"
    "08083e0808"
    "0050300000"
    "0808080808"
    "0060600000"
    "2010080402"
    "3e5149453e"
    "00427f4000"
    "4261514946"
    "2141454b31"
    "1814127f10"
    "2745454539"
    "3c4a494930"
    "0171090503"
    "3649494936"
    "064949291e"
    "0036360000"
    "0056360000"
    "0814224100"
    "1414141414"
    "0041221408"
    "0201510906"
    "324979413e"
    "7e1111117e"
    "7f49494936"
    "3e41414122"
    "7f4141221c"
    "7f49494941"
    "7f09090901"
    "3e4149497a"
    "7f0808087f"
    "00417f4100"
    "2040413f01"
    "7f08142241"
    "7f40404040"
    "7f020c027f"
    "7f0408107f"
    "3e4141413e"
    "7f09090906"
    "3e4151215e"
    "7f09192946"
    "4649494931"
    "01017f0101"
    "3f4040403f"
    "1f2040201f"
    "3f4038403f"
    "6314081463"
    "0708700807"
    "6151494543"
    "007f414100"
    "0204081020"
    "0041417f00"
    "0402010204"
    "4040404040"
    "0001020400"
    "2054545478"
    "7f48444438"
    "3844444420"
    "384444487f"
    "3854545418"
    "087e090102"
    "0c5252523e"
    "7f08040478"
    "00447d4000"
    "2040443d00"
    "7f10284400"
    "00417f4000"
    "7c04180478"
    "7c08040478"
    "3844444438"
    "7c14141408"
    "081414187c"
    "7c08040408"
    "4854545420"
    "043f444020"
    "3c4040207c"
    "1c2040201c"
    "3c4030403c"
    "4428102844"
    "0c5050503c"
    "4464544c44"
    "0008364100"
    "00007f0000"
    "0041360800"
    "1008081008"
)
_EXTRA = {"·": bytes.fromhex("0000180000"), "°": bytes.fromhex("0006090906"), "–": bytes.fromhex("0808080808")}


@lru_cache(maxsize=512)
def glyph(character: str, scale: int) -> tuple[Mask, Mask]:
    """The body and the outline of a character: masks of 6 x `scale` by 9 x `scale` pixels; unknown characters are `?`."""
    columns = _EXTRA.get(character)
    if columns is None:
        place = (ord(character) - _FIRST) * 5
        columns = _COLUMNS[place : place + 5] if 0 <= place < len(_COLUMNS) else _question_mark()
    bits = np.unpackbits(np.frombuffer(columns, np.uint8)[:, None], axis=1, bitorder="little")[:, :7]
    cell = np.zeros((9, 6), bool)
    cell[1:8, 0:5] = bits.T
    body = _enlarge(cell, scale)
    grown = np.zeros_like(body)
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            grown |= np.roll(body, (down, right), (0, 1))
    return body, grown & ~body


def _question_mark() -> bytes:
    """The columns drawn for a character the font lacks."""
    place = (ord("?") - _FIRST) * 5
    return _COLUMNS[place : place + 5]


def _enlarge(cell: Mask, scale: int) -> Mask:
    body, factor = cell, 1
    while factor * 2 <= scale:
        body, factor = _double(body), factor * 2
    if factor == scale:
        return body
    rows = np.arange(cell.shape[0] * scale) * factor // scale
    columns = np.arange(cell.shape[1] * scale) * factor // scale
    enlarged: Mask = body[rows][:, columns]
    return enlarged


def _double(mask: Mask) -> Mask:
    """Scale2x: doubles a bitmap and rounds its diagonals."""
    padded = np.pad(mask, 1)
    up, down, left, right = padded[:-2, 1:-1], padded[2:, 1:-1], padded[1:-1, :-2], padded[1:-1, 2:]
    double = np.empty((mask.shape[0] * 2, mask.shape[1] * 2), bool)
    double[0::2, 0::2] = np.where((left == up) & (left != down) & (up != right), up, mask)
    double[0::2, 1::2] = np.where((up == right) & (up != left) & (right != down), right, mask)
    double[1::2, 0::2] = np.where((left == down) & (left != up) & (down != right), left, mask)
    double[1::2, 1::2] = np.where((down == right) & (down != left) & (right != up), right, mask)
    return double


@lru_cache(maxsize=256)
def text(line: str, scale: int) -> tuple[Mask, Mask]:
    """The body and the outline of a line of text, as masks of one height."""
    tiles = [glyph(character, scale) for character in line] or [glyph(" ", scale)]
    return np.concatenate([body for body, _ in tiles], axis=1), np.concatenate([edge for _, edge in tiles], axis=1)
