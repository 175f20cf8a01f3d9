"""The words that travel in a package: what each file is, and how to check it."""

from smartclient.evidence.keys import fingerprint
from smartclient.evidence.manifest import CUSTODY, MANIFEST, SIGNATURE, TIME_STAMP
from smartclient.evidence.order import Order

README = "README.txt"
_DRILL = "DRILL: this is footage of an exercise, not of an emergency.\n\n"


def readme(order: Order, public_key: bytes) -> bytes:
    """README.txt of a package, UTF-8."""
    return f"""{order.title}
{"=" * len(order.title)}

{_DRILL if order.is_drill else ""}This folder is an evidence package, schema version 1.

To check it: open verify.html in a browser, choose this folder. It needs no network and sends nothing anywhere.
Or run: smartclient evidence verify FOLDER --key "{fingerprint(public_key)}"

It is signed with the key
    {fingerprint(public_key)}
Ask the school which key it signs with; a package that was made anew by somebody else bears another one.

video/            The recorded pictures as the recorder gave them, not coded anew. A new file begins after each gap in
                  the recording, where a camera changed its coding, and before the largest size the disk takes. The
                  first picture of a file is at 0 s, or a little later where a camera codes pictures out of their order; its
                  true time is in the manifest. There are no edit lists. H.265 is marked hev1. Names ending in _clock or _redacted
                  are copies, coded anew; the manifest names the SHA-256 of the original of each.
{MANIFEST}     What is in the package: JSON, UTF-8, keys sorted; these exact bytes are signed.
                  cameras: name, place, position (WGS 84, longitude first), bearing and field of view in degrees, first and
                  last picture, gaps. videos: SHA-256 of each file, and of its head, index and each key-frame block with its
                  offset, length, begin, end (UTC) and the time of each picture in microseconds after begin, in decoding
                  order. files: all others. reason: why, and the basis under FERPA. is_drill: whether it is of an exercise.
{SIGNATURE}      Ed25519 (RFC 8032) over the text "smartclient evidence manifest", a line feed and {MANIFEST}.
{CUSTODY}     Who exported, verified and copied the package, one entry a line; each is signed over the text
                  "smartclient evidence custody", a line feed and the entry, and holds the SHA-256 of the line before it, the
                  first that of {MANIFEST}. Later entries may be missing without a trace; the first may not.
{TIME_STAMP}     Where present: an RFC 3161 time stamp over {SIGNATURE}. `openssl ts -verify` reads it too.
map-*.svg         The floors the cameras are on, with what each camera sees.
""".encode()
