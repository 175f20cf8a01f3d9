"""Where the gateway takes media: at the address it listens on, so that a demo on this machine needs no network."""

import ipaddress

import ifaddr


def media_addresses(host: str) -> list[str]:
    """IP addresses for a server that listens on `host`: that one, or all of this machine's where it listens everywhere."""
    if host in {"", "0.0.0.0", "::"}:  # noqa: S104  compared, not bound
        found = [ip.ip for adapter in ifaddr.get_adapters() for ip in adapter.ips if isinstance(ip.ip, str)]
        return sorted(found, key=lambda each: ipaddress.ip_address(each).is_loopback)
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        return ["127.0.0.1"]
