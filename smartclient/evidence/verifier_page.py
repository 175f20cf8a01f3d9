"""The verifier page: one HTML file that checks a package from disk, put together from its parts in resources/verifier."""

from smartclient.runtime import paths

PAGE = "verify.html"
_STYLE = '<link rel="stylesheet" href="verify.css">'
_SCRIPTS = ("noble.js", "verify.js", "page.js")


def verifier_page() -> bytes:
    """The page, UTF-8, with style and scripts inside."""
    folder = paths.resources() / "verifier"
    page = (folder / PAGE).read_text("utf-8")
    page = page.replace(_STYLE, f"<style>\n{(folder / 'verify.css').read_text('utf-8')}</style>")
    for name in _SCRIPTS:
        page = page.replace(
            f'<script src="{name}"></script>', f"<script>\n{(folder / name).read_text('utf-8')}</script>"
        )
    return page.encode()
