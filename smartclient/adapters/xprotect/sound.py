"""What of one server is heard, and where a voice goes; opened in threads, like its pictures."""

from datetime import datetime

from smartclient.adapters.xprotect.feeds import Feeds
from smartclient.adapters.xprotect.sound_configuration import SoundConfiguration
from smartclient.domain.errors import NotPermitted, Unsupported
from smartclient.domain.ids import DeviceId
from smartclient.domain.sound import PastSoundSource, SoundSource, SoundStream, TalkPath, TalkStream


class Sound:
    """Microphones through the gateway's WebRTC (2025 R2), loudspeakers by the demo server's extension."""

    def __init__(self, configuration: SoundConfiguration, feeds: Feeds) -> None:
        self._configuration, self._feeds = configuration, feeds

    def source(self, device: DeviceId) -> SoundSource:
        """What its microphone hears now. Raises Unsupported and NotPermitted."""
        microphone, name = self._configuration.microphones.get(device), self._feeds.name(device)
        if microphone is None:
            raise Unsupported(f"{name} has no microphone.")
        if not self._configuration.may_listen(device):
            raise NotPermitted(f"You may not listen to {name}. The server gives that right; ask who keeps it.")
        return SoundSource(lambda: self._feeds.gateway.sound(microphone, name), name)

    def past_source(self, device: DeviceId) -> PastSoundSource:
        """What its microphone heard before. Raises Unsupported and NotPermitted."""
        now = self.source(device)
        if not device.startswith("cameras/"):
            raise Unsupported(f"The sound of {now.label} is not recorded; only that of cameras is.")
        microphone = self._configuration.microphones[device]

        def open_at(at: datetime) -> SoundStream:
            start = at.replace(microsecond=at.microsecond // 1_000 * 1_000)
            return self._feeds.gateway.sound(microphone, now.label, start)

        return PastSoundSource(open_at, now.label)

    def path(self, device: DeviceId) -> TalkPath:
        """The way to its loudspeaker. Raises Unsupported and NotPermitted."""
        speaker, name = self._configuration.loudspeakers.get(device), self._feeds.name(device)
        if speaker is None:
            raise Unsupported(f"{name} has no loudspeaker.")
        if self._configuration.speakable is None:
            raise Unsupported("This server carries no voice to its loudspeakers.")
        if not self._configuration.may_talk(device):
            raise NotPermitted(f"You may not speak through {name}. The server gives that right; ask who keeps it.")

        def open_it() -> TalkStream:
            from smartclient.adapters.xprotect.talk import TalkSocket

            token = self._feeds.on_loop(self._feeds.rest.token())
            return TalkSocket(self._feeds.rest.gateway, speaker, token, self._feeds.context, name)

        return TalkPath(open_it, name)
