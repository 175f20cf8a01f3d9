"""What a URL of a stream is, told from its text; imports no library, since every start needs it."""

from urllib.parse import urlsplit


def kind(url: str) -> str | None:
    """`rtsp`, `http` or `file` (a bare path too); None for anything else."""
    scheme = urlsplit(url).scheme.lower()
    if scheme in {"rtsp", "rtsps"}:
        return "rtsp"
    if scheme in {"http", "https"}:
        return "http"
    is_drive = len(scheme) == 1
    return "file" if scheme in {"", "file"} or is_drive else None


def path(url: str) -> str:
    """The path of a file given as a path or as a file URL."""
    from urllib.request import url2pathname

    return url2pathname(urlsplit(url).path) if url.lower().startswith("file:") else url
