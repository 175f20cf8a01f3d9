"""A server from what a person filled in and trusts."""

from urllib.parse import urlsplit

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.adapters.xprotect.ways import Way
from smartclient.app.memoranda import memorandum_beside
from smartclient.domain.site import Site
from smartclient.runtime.settings import Settings, SettingsFile
from smartclient.store.places import building_titles, campus_names
from smartclient.ui.shell.sign_in import SignIn


def server_for(settings: Settings, filled: SignIn, site: Site) -> XProtectServer:
    """Not connected yet; it knows the buildings and campuses of `site` by their names, and trusts what was trusted before."""
    host = host_of(filled.server)
    sha256, way = settings.trusted_sha256.get(host, ""), Way.named(settings.way_for.get(host, ""))
    return XProtectServer(
        filled.server,
        filled.user,
        filled.password,
        frozenset({sha256} if sha256 else ()),
        way=way,
        buildings=building_titles(site),
        campuses=campus_names(site),
        memorandum=memorandum_beside(filled.plan),
    )


def trust(file: SettingsFile, server: str, sha256: str) -> None:
    """From now on the server at that address is known by this certificate, and by no other."""
    file.change(trusted_sha256=file.read().trusted_sha256 | {host_of(server): sha256})


def host_of(server: str) -> str:
    """How settings name the server at an address: `vms.example.org:443`."""
    parts = urlsplit(server)
    return f"{parts.hostname}:{parts.port or (80 if parts.scheme == 'http' else 443)}"
