"""From FFmpeg's errors to one sentence for a person; addresses stay out of it, they may hold a password."""

from collections.abc import Iterator
from contextlib import contextmanager

import av

from smartclient.domain.errors import CannotDecode, MediaError, NoPicture, ServerError

SILENT = "{} says nothing. Check its power and network."
_SENTENCES: tuple[tuple[tuple[type[Exception], ...], type[MediaError], str], ...] = (
    ((av.HTTPUnauthorizedError, av.HTTPForbiddenError), NoPicture, "{} refuses the user name or password."),
    ((av.HTTPNotFoundError,), NoPicture, "{} has no stream under this address."),
    ((av.HTTPServerError, av.HTTPClientError), NoPicture, "{} answers, but refuses to send a picture."),
    ((av.ConnectionRefusedError,), NoPicture, "{} is not reached: nothing answers at its address."),
    ((av.ExitError, av.TimeoutError), NoPicture, SILENT),
    (
        (av.FileNotFoundError, av.NotADirectoryError, av.IsADirectoryError),
        NoPicture,
        "{}: there is no file at its address.",
    ),
    ((av.PermissionError,), NoPicture, "{}: this user may not read its file."),
    ((av.DecoderNotFoundError,), CannotDecode, "{} sends video in a coding that cannot be decoded here."),
    ((av.InvalidDataError,), CannotDecode, "{} sends something that is not video, or is too broken to read."),
    ((av.ProtocolNotFoundError,), CannotDecode, "{} has an address of a kind that cannot be opened here."),
)


def media_error(error: Exception, label: str) -> MediaError:
    """What `error` means for the person who looks at `label`; a MediaError stays what it is."""
    if isinstance(error, MediaError):
        return error
    if isinstance(error, ServerError):
        return NoPicture(str(error))
    for kinds, meaning, sentence in _SENTENCES:
        if isinstance(error, kinds):
            return meaning(sentence.format(label))
    reason = getattr(error, "strerror", None) or type(error).__name__
    return NoPicture(f"{label} cannot be played: {reason}.")


@contextmanager
def in_words(label: str) -> Iterator[None]:
    """Turns what FFmpeg raises within into a MediaError for the person who looks at `label`."""
    try:
        yield
    except (av.FFmpegError, OSError) as error:
        raise media_error(error, label) from error
