"""Takes secrets out of text that leaves the program for a log: those that are known, and whatever has the form of one."""

import re
from urllib.parse import quote

from smartclient.runtime.secret import alive
from smartclient.runtime.visible import visible

HIDDEN = "•••"
_LEAST = 6
"""Letters of a secret that is looked for wherever it stands; shorter ones would blot out words."""
_KEYS = r"(?:[\w-]*token|[\w-]*password|passwd|pwd|passphrase|[\w-]*secret|api[_-]?key|ice-pwd|authorization|cookie|set-cookie)"
_FORMS = (
    re.compile(r"(?<=-----BEGIN )[A-Z ]*PRIVATE KEY-----.*?(?:-----END|$)", re.DOTALL),
    re.compile(r"(?i)(?<=\bbearer )\s*[^\s\"',;<>]+"),
    re.compile(r"(?i)(?<=\bbasic )\s*[A-Za-z0-9+/=]{4,}"),
    re.compile(r"TOKEN#[^\s\"'<>&]+"),
    re.compile(r"\beyJ[\w-]{4,}\.[^\s\"'&,;<>]+"),
    re.compile(rf"(?i)(?:(?<=<)|(?<=:)){_KEYS}>[^<]*"),
)
_USER_INFO = re.compile(r"(?<=://)[^/\s@\"'<>]+@")
_PAIR = re.compile(rf"(?i)\b({_KEYS})(\\?[\"']?\s*[=:]\s*)(b?\\?[\"'])?((?:bearer|basic)\s+)?([^\s\"'&;,<>\\]+)")
_PAIR_QUOTED = re.compile(rf"(?i)\b({_KEYS})(\\?[\"']?\s*[=:]\s*b?)(\\?[\"'])(.+?)(\3)")


def redacted(text: str) -> str:
    """`text` with HIDDEN for every secret; control and direction characters stand as their escapes."""
    for secret in alive():
        plain = secret.reveal()
        if len(plain) >= _LEAST:
            for form in {plain, quote(plain, safe=""), quote(plain)}:
                text = text.replace(form, HIDDEN)
    text = _USER_INFO.sub(f"{HIDDEN}@", text)
    for form_of in _FORMS:
        text = form_of.sub(HIDDEN, text)
    text = _PAIR_QUOTED.sub(rf"\1\2\3{HIDDEN}\5", text)
    text = _PAIR.sub(rf"\1\2\3{HIDDEN}", text)
    return visible(text)
