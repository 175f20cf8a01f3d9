"""An address in one line as IMDF's parts of one."""

import re

from smartclient.plans.writing.features import feature
from smartclient.plans.writing.geometry import Json

_PROVINCE = re.compile(r"([A-Z]{2})-[A-Z0-9]{1,3}")
"""ISO 3166-2, as IMDF wants it."""


def address_feature(own_id: str, line: str) -> Json:
    """`415 Prairie Road, Maple Grove, US-WI, 53500` in its parts; a line without an ISO province stays one part."""
    parts = line.split(", ")
    at = next((index for index, part in enumerate(parts) if index > 1 and _PROVINCE.fullmatch(part)), None)
    if at is None or len(parts) - at > 2:
        return feature("address", own_id, None, {"address": line, "locality": "", "province": "", "country": ""})
    return feature(
        "address",
        own_id,
        None,
        {
            "address": ", ".join(parts[: at - 1]),
            "locality": parts[at - 1],
            "province": parts[at],
            "country": parts[at][:2],
            "postal_code": parts[at + 1] if at + 1 < len(parts) else None,
        },
    )
