"""What a microphone hears at a time: who is near, doors that fall shut, sirens, and whoever calls at an intercom."""

from datetime import UTC, datetime

import numpy as np

from smartclient.demo.sound import noises
from smartclient.demo.sound.microphones import Microphone
from smartclient.demo.sound.noises import RATE_HZ, SLAM_S, Sound
from smartclient.demo.world import SWING_S, DoorState, World


def heard(microphone: Microphone, world: World, begin: int, count: int) -> Sound:
    """`count` samples from the sample number `begin` since 1970, RATE_HZ of them a second; the same for the same world."""
    guid = microphone.device.guid
    at, own = datetime.fromtimestamp(begin / RATE_HZ, UTC), int(guid[:6], 16)
    crowd = world.crowd(at)
    sound = _piece(noises.room(), begin + own, count)
    sound += np.float32(crowd) * _piece(noises.murmur(), begin + own, count)
    if crowd > 0 or guid in world.visits(at):
        sound += _piece(noises.steps(), begin + own, count)
    if world.was_active(guid, at):
        sound += _piece(noises.caller(), begin, count)
    if any(world.was_active(button, at) for button in microphone.panic_buttons):
        sound += _piece(noises.siren(), begin, count)
    for door in microphone.doors:
        _add_slams(sound, begin, world.doors[door])
    return sound


def _piece(loop: Sound, begin: int, count: int) -> Sound:
    return loop[np.arange(begin, begin + count) % len(loop)]


def _add_slams(sound: Sound, begin: int, door: DoorState) -> None:
    """The leaf is heard when it reaches its frame, which is a moment after it began to fall shut."""
    slam, end = noises.slam(), begin + len(sound)
    for at, is_open in zip(reversed(door.move_times), reversed(door.move_opens), strict=True):
        first = round((at.timestamp() + SWING_S) * RATE_HZ)
        if first + SLAM_S * RATE_HZ < begin:
            return
        if not is_open and first < end:
            left, right = max(first, begin), min(first + len(slam), end)
            sound[left - begin : right - begin] += slam[left - first : right - first]
