"""Where the program's own log goes: standard error, quiet by default."""

import logging


def start(verbose: bool = False) -> None:
    """Sets up logging for a process; library chatter only when something is wrong."""
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    for noisy in ("httpx", "httpcore", "websockets", "libav", "qasync"):
        logging.getLogger(noisy).setLevel(logging.WARNING if verbose else logging.ERROR)
