"""The verifier page in a real browser, from disk: it accepts what is intact, and says the very words of the command line."""

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Page, sync_playwright

from smartclient.evidence.handling import record_verified
from smartclient.evidence.keys import new_signer
from smartclient.evidence.manifest import Container
from smartclient.evidence.order import Redaction
from smartclient.evidence.verify import verify
from tests.builders import exporting
from tests.builders.time_stamps import new_authority, serving

CHROMIUM = "/usr/bin/chromium"


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A page of a headless Chromium without a network."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(offline=True)
        yield context.new_page()
        browser.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of two cameras with a redacted copy."""
    return exporting.package(tmp_path_factory.mktemp("made"), exporting.order(redaction=Redaction(whole=True)))


@pytest.fixture
def package(made: Path, tmp_path: Path) -> Path:
    """A copy of it to tamper with."""
    return Path(shutil.copytree(made, tmp_path / made.name))


def check(page: Page, package: Path, expected: str = "", viewer: Path | None = None) -> dict[str, Any] | None:
    """What the page finds, opened from disk as a person would."""
    page.goto((viewer or package / "verify.html").as_uri())
    page.fill("#expected", expected)
    page.set_input_files("#folder", str(package))
    page.wait_for_selector("body[data-state=done]")
    found: dict[str, Any] | None = page.evaluate("globalThis.lastReport")
    return found


def told(package: Path, expected: str = "") -> dict[str, Any]:
    """What the command line finds, as JSON."""
    found: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(verify(package, expected)))
    return found


def test_page_accepts_an_intact_package(page: Page, package: Path) -> None:
    found = check(page, package)
    assert found == told(package)
    assert found is not None
    assert found["intact"]
    assert page.inner_text("#answer h2") == "Intact: 7 files are as they were exported."


def test_page_needs_no_network_and_asks_for_none(page: Page, package: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    check(page, package)
    assert [url for url in asked if not url.startswith(("file:", "blob:"))] == []


def test_page_plays_the_pictures(page: Page, package: Path) -> None:
    check(page, package)
    page.wait_for_function("[...document.querySelectorAll('video')].every(v => v.readyState >= 1)")
    shown = page.evaluate(
        "[...document.querySelectorAll('video')].map(v => [v.videoWidth, Math.round(v.duration * 10)])"
    )
    assert shown == [[320, 50]] * 4


def first_video(package: Path) -> Path:
    return min((package / "video").glob("hall*0Z.mp4"))


def flip(path: Path, offset: int) -> None:
    data = bytearray(path.read_bytes())
    data[offset] ^= 1
    path.write_bytes(data)


def replace(path: Path, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new, 1))


def swap(package: Path) -> None:
    one, other = sorted((package / "video").glob("*0Z.mp4"))
    spare = package.parent / "spare"
    one.rename(spare)
    other.rename(one)
    spare.rename(other)


TAMPERINGS: dict[str, Callable[[Path], object]] = {
    "a picture": lambda p: flip(first_video(p), first_video(p).stat().st_size // 2),
    "the header": lambda p: flip(first_video(p), 100),
    "the index": lambda p: flip(first_video(p), first_video(p).stat().st_size - 20),
    "a shorter file": lambda p: first_video(p).write_bytes(first_video(p).read_bytes()[:-3000]),
    "a longer file": lambda p: first_video(p).write_bytes(first_video(p).read_bytes() + b"more"),
    "a missing file": lambda p: first_video(p).unlink(),
    "an extra file": lambda p: (p / "video" / "more.mp4").write_bytes(b"more"),
    "a renamed file": lambda p: first_video(p).rename(p / "video" / "other.mp4"),
    "swapped files": swap,
    "the map": lambda p: replace(p / "map-1.svg", b"9 9", b"9 8"),
    "the manifest's reason": lambda p: replace(p / "manifest.json", b"was forced", b"was closed"),
    "the manifest's end": lambda p: (p / "manifest.json").write_bytes((p / "manifest.json").read_bytes()[:-1]),
    "no manifest": lambda p: (p / "manifest.json").unlink(),
    "the signature": lambda p: flip(p / "manifest.sig", (p / "manifest.sig").read_bytes().index(b'"signature":"') + 20),
    "no signature": lambda p: (p / "manifest.sig").unlink(),
    "the custody": lambda p: replace(p / "custody.jsonl", b"dispatcher", b"somebody12"),
    "the custody's end": lambda p: flip(p / "custody.jsonl", -1),
    "no custody": lambda p: (p / "custody.jsonl").unlink(),
    "the verifier": lambda p: (p / "verify.html").write_bytes((p / "verify.html").read_bytes() + b" "),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_page_catches_what_the_command_line_catches_in_the_same_words(
    page: Page, made: Path, package: Path, name: str
) -> None:
    TAMPERINGS[name](package)
    found = check(page, package, viewer=made / "verify.html")
    assert found is not None
    assert not found["intact"]
    expected = told(package)
    assert found == expected


@pytest.mark.parametrize("seed", range(25))
def test_page_and_command_line_agree_on_any_altered_byte(page: Page, made: Path, package: Path, seed: int) -> None:
    chance = random.Random(seed)
    path = package / chance.choice(("manifest.json", "manifest.json", "manifest.sig", "custody.jsonl"))
    data = bytearray(path.read_bytes())
    at = chance.randrange(len(data))
    data[at] = chance.choice((data[at] ^ 1, data[at] ^ 0x20, chance.randrange(256), ord('"'), ord("0")))
    path.write_bytes(data)
    found = check(page, package, viewer=made / "verify.html")
    assert found == told(package)


def test_page_names_the_second_and_shows_it(page: Page, package: Path) -> None:
    TAMPERINGS["a picture"](package)
    check(page, package)
    assert "UTC (Hall B · north)." in page.inner_text("#answer ul")
    page.click("#answer button")
    assert page.evaluate("document.activeElement.tagName") == "VIDEO"


def test_page_compares_the_key_with_the_expected_one(page: Page, package: Path) -> None:
    other = "0000 1111 2222 3333 4444 5555 6666 7777"
    assert check(page, package, other) == told(package, other)
    key = told(package)["key"]
    found = check(page, package, key.lower().replace(" ", ""))
    assert found is not None
    assert found["intact"]


def test_page_refuses_what_is_no_package(page: Page, made: Path, tmp_path: Path) -> None:
    (tmp_path / "holiday").mkdir()
    (tmp_path / "holiday" / "beach.txt").write_text("sun")
    assert check(page, tmp_path / "holiday", viewer=made / "verify.html") is None
    assert "There is no manifest.json" in page.inner_text("#answer")


def test_page_shows_the_chain_of_custody(page: Page, package: Path) -> None:
    record_verified(package, verify(package), "dispatcher", "console-2", new_signer())
    found = check(page, package)
    assert found == told(package)
    assert found is not None
    assert len(found["custody"]) == 2


def test_page_works_without_the_browsers_own_ed25519(page: Page, package: Path) -> None:
    page.add_init_script("crypto.subtle.importKey = async () => { throw new Error('not here'); };")
    found = check(page, package)
    assert found == told(package)
    flip(package / "manifest.sig", (package / "manifest.sig").read_bytes().index(b'"signature":"') + 20)
    assert check(page, package) == told(package)


def test_page_reads_the_time_stamp(page: Page, tmp_path: Path) -> None:
    with serving(new_authority()) as authority:
        package = exporting.package(tmp_path, exporting.order(time_stamp_url=authority.url))
    found = check(page, package)
    assert found == told(package)
    assert found is not None
    assert found["time_stamp"].startswith("Time stamp of 20")
    flip(package / "timestamp.tsr", 60)
    assert check(page, package) == told(package)


def test_page_checks_matroska_too(page: Page, tmp_path: Path) -> None:
    package = exporting.package(tmp_path, exporting.order(container=Container.MKV))
    assert check(page, package) == told(package)
