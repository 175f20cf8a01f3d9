"""What every test gets: folders of its own, and failure on surprise."""

import gc
import logging
import threading
from collections.abc import Generator, Iterator
from pathlib import Path

import hypothesis
import pytest
from PySide6.QtWidgets import QApplication

hypothesis.settings.register_profile(
    "busy machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("busy machine")


def pytest_configure() -> None:
    """Garbage is collected after each test, here: a collection in a thread of some test might end widgets of another."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Modules and tests stay: looking through them after each test would take longer than the tests."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Generator[None, object, object]:
    """What is left when a test and its fixtures have ended is a cache or a module's, and is not looked through again."""
    result = yield
    gc.collect()
    gc.freeze()
    return result


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """Styled once, while there is no widget yet: a style that comes later lays out what earlier tests left behind, too."""
    from smartclient.app.loop import themed

    themed("dark")
    return qapp


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, journals and caches of a test stay in its own folder; no test touches a real key ring."""
    monkeypatch.setenv("SMARTCLIENT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


@pytest.fixture(autouse=True)
def no_logged_errors(caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest) -> Iterator[None]:
    """A logged error nobody expected fails the test; `@pytest.mark.logs_errors` says it is expected."""
    yield
    if request.node.get_closest_marker("logs_errors") is None:
        records = [r for when in ("setup", "call") for r in caplog.get_records(when)]
        errors = [f"{r.name}: {r.getMessage()}" for r in records if r.levelno >= logging.ERROR]
        assert errors == []


@pytest.fixture(autouse=True)
def no_leaked_threads() -> Iterator[None]:
    """Threads that a test started have ended with it; the pools of Qt and of the event loop are shared and stay."""
    before = set(threading.enumerate())
    yield
    shared = ("Dummy", "asyncio_", "ThreadPoolExecutor", "QThread")
    leaked = [t for t in threading.enumerate() if t not in before and t.is_alive() and not t.name.startswith(shared)]
    for thread in leaked:
        thread.join(timeout=15)
    alive = [t.name for t in leaked if t.is_alive()]
    gc.collect()
    gc.freeze()
    assert alive == []
