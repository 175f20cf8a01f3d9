"""No secret leaves by the log: not one that is known, nor anything that has the form of one."""

import copy
import io
import logging
import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartclient.runtime.logs import _Redacting
from smartclient.runtime.redaction import HIDDEN, redacted
from smartclient.runtime.secret import Secret, alive

LETTERS = st.text("abcdefghijkXYZ0123456789_-.~+", min_size=8, max_size=40)
ANY = st.text(st.characters(codec="utf-8"), min_size=6, max_size=30)


@settings(deadline=None)
@given(ANY, st.text(max_size=60), st.text(max_size=60))
def test_a_known_secret_never_shows_wherever_it_stands(secret: str, before: str, after: str) -> None:
    kept = Secret(secret)
    for text in (f"{before} {secret} {after}", f"{before}?x={quote(secret, safe='')}&{after}"):
        shown = redacted(text)
        assert secret not in shown or secret in HIDDEN
        assert redacted(shown) == shown
    del kept


FORMS = (
    "Authorization: Bearer {0}",
    "headers={{'Authorization': 'Bearer {0}', 'Accept': '*/*'}}",
    "Authorization: Basic {0}",
    "https://host/api?token={0}&page=1",
    "https://host/api?access_token={0}",
    "wss://host/?connectiontoken={0}",
    '{{"access_token":"{0}","expires_in":3600}}',
    '{{"password": "{0}"}}',
    "{{'client_secret': '{0}'}}",
    "grant_type=password&username=d&password={0}&client_id=x",
    "connecttoken TOKEN#{0}#host//ServerConnector#",
    "a=ice-pwd:{0}",
    "https://user:{0}@camera/stream",
    "rtsp://admin:{0}@10.0.0.7:554/1",
    "<Token>{0}</Token>",
    "<s:password>{0}</s:password>",
    "Cookie: session={0}",
    "api_key={0}",
    "-----BEGIN PRIVATE KEY-----\n{0}\n-----END PRIVATE KEY-----",
    "eyJhbGciOiJSUzI1NiJ9.{0}.sig",
)


@pytest.mark.parametrize("form", FORMS)
@settings(deadline=None)
@given(secret=LETTERS)
def test_what_has_the_form_of_a_secret_never_shows(form: str, secret: str) -> None:
    shown = redacted(f"before {form.format(secret)} after")
    assert secret not in shown
    assert HIDDEN in shown
    assert shown.startswith("before ")


@pytest.mark.parametrize(
    "text",
    [
        "The map of Maple Grove has 3 errors.",
        "GET https://vms.example.org/api/rest/v1/cameras?page=1&size=100",
        "door 7 · HS Main, 1F, H4 opened at 10:42:07",
        "the key ring keeps no password here",
        "a=ice-ufrag:abcd",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redacted(text) == text


def test_what_a_terminal_obeys_stands_as_its_escape() -> None:
    assert redacted("\x1b]0;owned\x07\u202egnp.exe") == "\\x1b]0;owned\\x07\\u202egnp.exe"


@contextmanager
def logged() -> Iterator[io.StringIO]:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(_Redacting("%(message)s"))
    log = logging.getLogger("redaction test")
    log.propagate = False
    log.addHandler(handler)
    yield out
    log.removeHandler(handler)


def test_arguments_and_tracebacks_of_libraries_are_redacted() -> None:
    with logged() as out:
        log = logging.getLogger("redaction test")
        log.warning("asked %s", httpx.URL("https://h/?token=s3cr3t-s3cr3t"))
        request = httpx.Request("GET", "https://h/?connectiontoken=s3cr3t-s3cr3t")
        try:
            httpx.Response(500, request=request).raise_for_status()
        except httpx.HTTPStatusError:
            log.warning("failed", exc_info=True)
    assert "s3cr3t-s3cr3t" not in out.getvalue()
    assert "HTTPStatusError" in out.getvalue()


def test_a_secret_says_itself_only_when_asked() -> None:
    secret = Secret("correct horse")
    for said in (
        str(secret),
        repr(secret),
        f"{secret}",
        f"{secret!r}",
        str([secret]),
        str({"a": secret}),
    ):
        assert "horse" not in said
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    with pytest.raises(TypeError):
        copy.deepcopy(secret)
    assert any(each is secret for each in alive())


def test_a_crash_and_uncaught_errors_say_no_secret_and_leave_no_core_file() -> None:
    program = """
import sys, threading
from smartclient.runtime import logs
from smartclient.runtime.secret import Secret
logs.start(verbose=True)
password = Secret(sys.stdin.readline().strip())
def fail():
    word = password.reveal()
    raise RuntimeError(f"cannot sign in as {word}")
thread = threading.Thread(target=fail); thread.start(); thread.join()
class Loud:
    def __del__(self): fail()
Loud()
import resource
assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
if sys.argv[1] == "crash":
    import faulthandler
    word = password.reveal()
    faulthandler.enable()
    faulthandler._sigabrt()
fail()
"""
    hidden = f"cannot sign in as {HIDDEN}".encode()
    for how, said in (("crash", b"Fatal Python error: Aborted"), ("error", hidden)):
        ended = subprocess.run(
            [sys.executable, "-c", program, how], input=b"correct-horse\n", capture_output=True, check=False, timeout=60
        )
        assert ended.returncode != 0
        assert b"correct-horse" not in ended.stdout + ended.stderr
        assert b"uncaught in" in ended.stderr
        assert said in ended.stderr
