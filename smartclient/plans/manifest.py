"""What an archive says of itself: version, language, extensions."""

from dataclasses import dataclass

from smartclient.plans.decoding import read_object
from smartclient.plans.files import Files
from smartclient.plans.problems import Report
from smartclient.plans.text import clean, is_language_tag

NAME = "manifest.json"
_DEVICES = "imdf:extension:smartclient:device#"


@dataclass(frozen=True, slots=True)
class Manifest:
    """`language` is the BCP 47 tag of the labels."""

    language: str = "en"
    declares_devices: bool = False


def read_manifest(files: Files, prefix: str, report: Report) -> Manifest:
    """The manifest, or an ordinary one where it is missing or broken."""
    label = prefix + NAME
    if NAME not in files.names():
        report.error(label, "", "the file is missing", "read as IMDF 1.0 in English")
        return Manifest()
    value = read_object(files, NAME, label, report)
    if value is None:
        return Manifest()
    version, language, extensions = value.get("version"), value.get("language"), value.get("extensions")
    if not isinstance(version, str) or not version.startswith("1."):
        report.error(label, "", f"version is {clean(repr(version))}, not 1.0.0", "read as IMDF 1.0")
    if not isinstance(language, str) or not is_language_tag(language):
        report.error(label, "", "language is not a BCP 47 tag", "names are read in English")
        language = "en"
    if extensions is None:
        extensions = []
    if not isinstance(extensions, list) or not all(isinstance(extension, str) for extension in extensions):
        report.error(label, "", "extensions is not a list of names", "read as if there were none")
        extensions = []
    return Manifest(language, any(extension.startswith(_DEVICES) for extension in extensions))
