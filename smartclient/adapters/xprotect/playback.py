"""A camera's past from its recorder over the ImageServer protocol, by groups of pictures."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from smartclient.adapters.xprotect import image_connection
from smartclient.adapters.xprotect.image_calls import NEXT, ImageCalls, goto
from smartclient.adapters.xprotect.image_connection import ConnectionLost, Feed, ImageConnection, RecorderSilent
from smartclient.adapters.xprotect.picture import Image, key_time, packet
from smartclient.adapters.xprotect.picture_pace import SLOWEST, PicturePace
from smartclient.domain.errors import NoPicture
from smartclient.domain.footage import Codec, Gop, Packet

T = TypeVar("T")

LEAST_AHEAD, MOST_AHEAD = 8, 300
"""How many pictures of a group are asked for at once."""
MOST_PICTURES = 6_000
LARGEST_GROUP = 256 * 1024 * 1024
MOST_STEPS = 2_000
KEYS_KNOWN = 512


class ImageServerRecording:
    """A Recording. The recorder is connected to again after a cut, and asked once more."""

    def __init__(self, feed: Feed) -> None:
        """Connects. Raises NoPicture or a ServerError."""
        self._feed = feed
        self._is_closed = threading.Event()
        self._connection: ImageConnection | None = None
        self._pace = PicturePace()
        self._keys: OrderedDict[datetime, None] = OrderedDict()
        self._stands: tuple[Image, Packet] | None = None
        """The key frame the recorder's cursor stands on, where it does."""
        self._opened()

    def gop(self, at: datetime) -> Gop | None:
        """The group whose time holds `at`; None in a gap. Costs about one round trip."""
        return self._asked(lambda is_ahead: self._gop(at, is_ahead=is_ahead))

    def key(self, at: datetime) -> Packet | None:
        """Only its key frame; None in a gap, but for the rest of a group that was cut short by one."""
        return self._asked(lambda _: self._key(at))

    def following(self, at: datetime) -> datetime | None:
        """When the first picture at or after `at` was taken."""
        return self._asked(lambda _: self._following(at))

    def preceding(self, at: datetime) -> datetime | None:
        """When the last picture before `at` was taken."""
        return self._asked(lambda _: self._preceding(at))

    def close(self) -> None:
        """Ends it, from any thread."""
        self._is_closed.set()
        if (connection := self._connection) is not None:
            connection.close()

    def _asked(self, work: Callable[[bool], T]) -> T:
        """The result of `work(whether to ask ahead)`; after a cut once more, and then one call at a time."""
        for is_first in (True, False):
            connection = self._connection or self._opened()
            try:
                with connection.in_use():
                    connection.renew()
                    return work(is_first)
            except ConnectionLost as error:
                self._connection = None
                connection.close()
                if isinstance(error, RecorderSilent) or not is_first or self._is_closed.is_set():
                    raise
        raise AssertionError

    def _opened(self) -> ImageConnection:
        connection = self._connection = ImageConnection(self._feed, image_connection.FETCHING_S)
        try:
            if self._is_closed.is_set():
                connection.close()
            with connection.in_use():
                connection.open()
        except BaseException:
            self._connection = None
            connection.close()
            raise
        self._calls, self._stands = ImageCalls(connection), None
        return connection

    def _gop(self, at: datetime, *, is_ahead: bool) -> Gop | None:
        first = self._first(at, self._ahead(at) if is_ahead else 0)
        if first is None:
            return None
        gop = self._group(*first, is_ahead=is_ahead)
        return gop if at < gop.end else None

    def _ahead(self, at: datetime) -> int:
        """How many pictures to ask for behind the key frame: the next key frame with them, unless that one is known."""
        is_known = any(at < key <= at + 2 * self._pace.interval for key in reversed(self._keys))
        return min(MOST_AHEAD, max(0, self._pace.length - 1)) if is_known else min(MOST_AHEAD, self._pace.length)

    def _first(self, at: datetime, ahead: int = 0) -> tuple[Image, Packet] | None:
        """The key frame at or before `at`, with the recorder's cursor on it and `ahead` more pictures asked for."""
        stands = self._let_go()
        if stands is not None and stands[1].at <= at < (stands[0].after or at):
            self._calls.ask(*[NEXT] * ahead)
            return stands
        wanted: datetime | None = at
        for step in range(MOST_STEPS):
            if wanted is None:
                return None
            self._calls.drop()
            self._calls.ask(goto(wanted, keyframes_only=step == 0), *[NEXT] * (ahead if step == 0 else 0))
            found = self._calls.take()
            taken = _taken(found)
            if taken is None:
                return None
            if step == 0 and taken.codec is Codec.JPEG and (_after(found) or at) <= at and taken.at < at:
                continue  # some recorders tell key frames of JPEG apart too, though every picture is one
            if taken.at <= at and taken.is_key:
                self._know(taken.at)
                return found, taken
            wanted = _earlier(found, taken, at)
        raise NoPicture(f"No picture from {self._feed.label}: the recorder has no key frame for this time.")

    def _group(self, image: Image, key: Packet, *, is_ahead: bool) -> Gop:
        """The group that begins with `key`, on which the recorder's cursor stands."""
        packets, size, is_followed = [key], len(key.data), False
        while (after := _after(image)) is not None:
            if after in self._keys or key.codec is Codec.JPEG or after - packets[-1].at > SLOWEST:
                is_followed = self._pace.is_followed(packets, after)
                break
            if not self._calls.waiting:
                self._calls.ask(*[NEXT] * (min(MOST_AHEAD, max(LEAST_AHEAD, len(packets))) if is_ahead else 1))
            image = self._calls.take()
            taken = _taken(image)
            if taken is None or taken.at <= packets[-1].at:
                break
            if taken.is_key:
                self._know(taken.at)
                self._stands = None if self._calls.waiting else (image, taken)
                after, is_followed = taken.at, self._pace.is_followed(packets, taken.at)
                break
            packets.append(taken)
            size += len(taken.data)
            if len(packets) > MOST_PICTURES or size > LARGEST_GROUP:
                raise NoPicture(f"No picture from {self._feed.label}: the recorder sends a group without end.")
        self._pace.learn(packets, after, is_followed=is_followed)
        end = after if after is not None and is_followed else packets[-1].at + self._pace.interval
        return Gop(tuple(packets), end, is_followed)

    def _key(self, at: datetime) -> Packet | None:
        """The key frame before `at` is taken for its own within the usual length of a group; beyond, the picture there decides."""
        first = self._first(at)
        if first is None:
            return None
        image, key = first
        if key.codec is not Codec.JPEG:
            if at < key.at + self._pace.length * self._pace.interval:
                return key
            image = self._picture_at(at)
        if image.at is None or image.at > at:
            return None
        return key if at < self._until(image.at, _after(image), key.codec) else None

    def _until(self, at: datetime, after: datetime | None, codec: Codec) -> datetime:
        """How long a picture stands: up to the next one, unless that is far off and builds on nothing."""
        if after is None or after - at > SLOWEST:
            return at + self._pace.interval
        if self._pace.is_gap(after - at):
            following = _taken(self._picture_at(after)) if codec is not Codec.JPEG else None
            return after if following is not None and not following.is_key else at + self._pace.interval
        return after

    def _following(self, at: datetime) -> datetime | None:
        image = self._picture_at(at)
        if image.at is None or image.at >= at:
            return image.at
        return image.after if image.after is not None and image.after >= at else None

    def _preceding(self, at: datetime) -> datetime | None:
        image = self._picture_at(at)
        if image.at is None or image.at < at:
            return image.at
        return image.before if image.before is not None and image.before < at else None

    def _picture_at(self, at: datetime) -> Image:
        """The answer for the picture at or before `at`, or, where there is none, for the first one."""
        self._let_go()
        self._calls.drop()
        self._calls.ask(goto(at, keyframes_only=False))
        image = self._calls.take()
        for _ in range(MOST_STEPS):
            if image.at is None or image.at <= at or image.before is None or image.before >= image.at:
                break
            self._calls.drop()
            self._calls.ask(goto(image.before, keyframes_only=False))
            earlier = self._calls.take()
            if earlier.at is None or earlier.at >= image.at:
                break
            image = earlier
        return image

    def _let_go(self) -> tuple[Image, Packet] | None:
        """The key frame the recorder's cursor stood on; what is asked next moves it."""
        stands, self._stands = self._stands, None
        return stands

    def _know(self, key: datetime) -> None:
        """Remembers a key frame, so that the group before it is known to end there."""
        self._keys[key] = None
        self._keys.move_to_end(key)
        if len(self._keys) > KEYS_KNOWN:
            self._keys.popitem(last=False)


def _after(image: Image) -> datetime | None:
    """When the next picture begins, over gaps too; None at the end of the recording."""
    return image.after if image.at is not None and image.after is not None and image.after > image.at else None


def _earlier(image: Image, taken: Packet, at: datetime) -> datetime | None:
    """Where to look for the key frame at or before `at` when a recorder gave this picture; None where nothing is earlier."""
    key = key_time(image.body)
    if taken.at <= at and key is not None and key < taken.at:
        return key
    return image.before if image.before is not None and image.before < taken.at else None


def _taken(image: Image) -> Packet | None:
    """The picture of an answer, at the time the recorder files it under; None where nothing is recorded. Raises MediaError."""
    if image.at is None:
        return None
    if not image.body:
        raise NoPicture("The recorder cannot give this picture now.")
    return replace(packet(image.body, image.at), at=image.at)
