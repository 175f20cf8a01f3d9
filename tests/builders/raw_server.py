"""A server of a few bytes: answers every HTTP request with what the test gives it, right or wrong."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

Answer = bytes | None
"""What goes out; None says nothing and keeps the connection open."""


def json_answer(body: str | bytes, status: int = 200) -> bytes:
    """A complete HTTP answer."""
    content = body.encode() if isinstance(body, str) else body
    return b"HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (
        status,
        len(content),
        content,
    )


@asynccontextmanager
async def raw_server(answer: Callable[[str, str, bytes], Answer]) -> AsyncIterator[str]:
    """Serves on a free port while the block runs; `answer` gets method, path and body of each request. Yields the URL."""
    writers: list[asyncio.StreamWriter] = []
    serving: list[asyncio.Task[None] | None] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        serving.append(asyncio.current_task())
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                method, path, _ = head.split(" ", 2)
                lengths = [
                    line.partition(":")[2] for line in head.splitlines() if line.lower().startswith("content-length:")
                ]
                body = await reader.readexactly(int(lengths[0])) if lengths else b""
                out = answer(method, path, body)
                if out is not None:
                    writer.write(out)
                    await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for writer in writers:
            writer.transport.abort()
        await asyncio.gather(*(task for task in serving if task is not None))
