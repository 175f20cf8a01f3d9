"""Every trouble we expect, each with one sentence for a person: what, where, what to do."""


class SmartclientError(Exception):
    """The root; its text is shown to people as it is."""


class ServerError(SmartclientError):
    """The server could not do what it was asked."""


class ServerUnreachable(ServerError):
    """No answer: the network, the machine or its service is away. Trying again helps."""


class CertificateUnknown(ServerError):
    """The server's certificate is not trusted here; `sha256` is its fingerprint, for a person to compare."""

    def __init__(self, message: str, sha256: str) -> None:
        super().__init__(message)
        self.sha256 = sha256


class SignInRefused(ServerError):
    """User or password wrong, account locked, or rights withdrawn. Trying again makes it worse."""


class NotPermitted(ServerError):
    """This user may not do that."""


class Refused(ServerError):
    """The server understood and said no."""


class Unsupported(ServerError):
    """This server has no such capability."""


CLEAR_ANSWERS = (Refused, NotPermitted, Unsupported, SignInRefused)
"""The server said no; after any other trouble nobody knows whether a command was carried out."""


class BadAnswer(ServerError):
    """The server's answer cannot be understood."""


class PlanError(SmartclientError):
    """A floor plan cannot be used."""


class PlanMissing(PlanError):
    """There is nothing at that path."""


class PlanUnreadable(PlanError):
    """What is there is not a plan we can read."""


class PlanUnwritable(PlanError):
    """A plan cannot be saved there, or not without losing something."""


class PlanChanged(PlanError):
    """Somebody else changed the plan on disk since it was read."""


class MediaError(SmartclientError):
    """No moving picture."""


class NoPicture(MediaError):
    """The camera or recorder sends none. Trying again helps."""


class CannotDecode(MediaError):
    """Pictures arrive that no engine here can decode."""


class NoSound(MediaError):
    """No sound comes, or none goes out. Trying again may help."""


class NoSoundDevice(MediaError):
    """This machine has no loudspeaker or microphone that can be opened."""


class JournalUnwritable(SmartclientError):
    """The journal cannot be written: disk full, folder gone, file locked."""


class AuditUnwritable(SmartclientError):
    """The audit log cannot be written: disk full, folder gone, file locked."""


class IncidentsUnwritable(SmartclientError):
    """The incident files cannot be written: disk full, folder gone, file locked."""


class IncidentMissing(SmartclientError):
    """There is no such incident file here."""


class EvidenceError(SmartclientError):
    """Evidence cannot be exported or read."""


class NoRoom(EvidenceError):
    """The disk is full, or would be. Going on helps when there is room again."""


class NotAPackage(EvidenceError):
    """What is there is no evidence package."""


class Stopped(EvidenceError):
    """A person stopped it; what was written stays, to go on from."""
