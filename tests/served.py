"""The built site as a host serves it, and the browser that looks at it."""

from __future__ import annotations

import contextlib
import gzip
import http.server
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".json": "application/json"}
TYPES |= {".svg": "image/svg+xml", ".xml": "application/xml", ".txt": "text/plain"}
"""What a host compresses. All of it is UTF-8."""
OTHER = {".woff2": "font/woff2", ".png": "image/png", ".gz": "application/gzip"}


def find_chromium() -> str | None:
    """The system's Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


@dataclass
class Served:
    """A running server."""

    address: str
    """The address of the site's root, with the sub-path and a slash."""
    sent: list[tuple[str, int]] = field(default_factory=list)
    """(path, bytes with headers) of every answer, in order."""


@contextlib.contextmanager
def serve(site: Path, under: str = "/") -> Iterator[Served]:
    """Serve `site` below a path as GitHub Pages does.

    Compressed, cached for ten minutes, with 404.html for what is not there.

    `under` starts and ends with a slash. What is asked for outside of it is not there.
    """
    compressed: dict[Path, bytes] = {}

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            inside = path.removeprefix(under) if path.startswith(under) else None
            found = None if inside is None else (site / inside).resolve()
            if found and found.is_dir() and not path.endswith("/"):
                self._answer(301, b"", {"Location": self.path + "/"})
                return
            if found and found.is_dir():
                found /= "index.html"
            status = 200
            if found is None or not found.is_file() or not found.is_relative_to(site.resolve()):
                status, found = 404, site / "404.html"
            kind = TYPES.get(found.suffix)
            headers = {"Content-Type": OTHER.get(found.suffix, "application/octet-stream")}
            body = found.read_bytes()
            if kind:
                headers = {"Content-Type": f"{kind}; charset=utf-8"}
                if "gzip" in self.headers.get("Accept-Encoding", ""):
                    body = compressed.setdefault(found, gzip.compress(body, 6))
                    headers["Content-Encoding"] = "gzip"
            self._answer(status, body, headers)

        def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            headers |= {"Cache-Control": "max-age=600", "Content-Length": str(len(body))}
            for name, value in headers.items():
                self.send_header(name, value)
            size = sum(map(len, self._headers_buffer)) + 2  # type: ignore[attr-defined]
            self.end_headers()
            self.wfile.write(body)
            served.sent.append((self.path, size + len(body)))

        def log_message(self, *_: object) -> None: ...

    class Server(http.server.ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None: ...  # a page that is closed takes its connections with it

    with Server(("127.0.0.1", 0), Handler) as server:
        served = Served(f"http://127.0.0.1:{server.server_port}{under}")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield served
        server.shutdown()
