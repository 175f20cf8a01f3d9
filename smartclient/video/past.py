"""Opens a camera's past, whoever keeps it: a server by its adapter, a file, an RTSP stream that takes ranges."""

from smartclient.domain.errors import CannotDecode
from smartclient.domain.footage import PastSource, RecordedSource, Recording
from smartclient.video.urls import kind


def open_recording(source: PastSource) -> Recording:
    """Opens `source`; blocks, so call it in a thread. Raises MediaError or ServerError."""
    if isinstance(source, RecordedSource):
        return source.open()
    match kind(source.url):
        case "file" | "rtsp":
            from smartclient.video.url_recording import UrlRecording

            return UrlRecording(source)
        case _:
            raise CannotDecode(f"{source.label} has an address whose past cannot be played.")
