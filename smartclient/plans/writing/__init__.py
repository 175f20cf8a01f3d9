"""Floor plans out: a site as an IMDF 1.0 archive or a district of them."""

from smartclient.plans.writing.whole_site import write_archive

__all__ = ["write_archive"]
