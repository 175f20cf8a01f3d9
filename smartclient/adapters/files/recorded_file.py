"""When a recorded file or an RTSP stream with a past begins, and how long it is, as FFmpeg reads its head."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from smartclient.domain.errors import ServerUnreachable, Unsupported
from smartclient.domain.recordings import Span

SILENT_S = 10.0
_OPTIONS = {
    "file": {"protocol_whitelist": "file,crypto"},
    "rtsp": {"rtsp_transport": "tcp", "allowed_media_types": "video"},
}


@dataclass(frozen=True, slots=True)
class Head:
    """How long it is, and its own `creation_time` where it has one."""

    length: timedelta
    created: datetime | None


def is_file(url: str) -> bool:
    """Whether a URL is a file's: a bare path, also with a drive, or `file:`."""
    scheme = urlsplit(url).scheme.lower()
    return scheme in ("", "file") or len(scheme) == 1


def span_of(url: str, label: str, recorded_from: datetime | None) -> Span:
    """The time its pictures cover. Blocks. Raises Unsupported where it has no past, and ServerUnreachable."""
    head = _head(url, label)
    if not is_file(url):
        end = datetime.now(UTC)
        return Span(end - head.length, end)
    begin = recorded_from or head.created
    if begin is None:
        begin = datetime.fromtimestamp(_path(url).stat().st_mtime, UTC) - head.length
    return Span(begin, begin + head.length)


def _head(url: str, label: str) -> Head:
    import av

    where, options = (f"file:{_path(url)}", _OPTIONS["file"]) if is_file(url) else (url, _OPTIONS["rtsp"])
    try:
        with av.open(where, "r", options=options, timeout=SILENT_S) as container:
            if container.duration is None or not container.streams.video:
                raise Unsupported(f"{label} can be watched live only: it does not say how long its past is.")
            told = (container.metadata, container.streams.video[0].metadata)
            length = timedelta(seconds=container.duration / av.time_base)
    except (av.FFmpegError, OSError, ValueError) as error:
        raise ServerUnreachable(f"{label} cannot be opened, so that nobody can tell what it recorded.") from error
    return Head(length, next((at for each in told if (at := _time(each.get("creation_time"))) is not None), None))


def _path(url: str) -> Path:
    from urllib.request import url2pathname

    return Path(url2pathname(urlsplit(url).path) if url.lower().startswith("file:") else url)


def _time(text: str | None) -> datetime | None:
    with suppress(ValueError, TypeError, OverflowError):
        at = datetime.fromisoformat(text or "")
        return (at if at.tzinfo is not None else at.replace(tzinfo=UTC)).astimezone(UTC)
    return None
