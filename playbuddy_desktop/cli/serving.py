"""``/metrics`` and ``/health`` over HTTP, for those who watch workers without a window."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

import structlog
import typer

from playbuddy_desktop.errors import StorageError
from playbuddy_desktop.jobs.health import Health, HealthKey, HealthLevel, unreadable
from playbuddy_desktop.jobs.observation import observe
from playbuddy_desktop.jobs.openmetrics import CONTENT_TYPE, render
from playbuddy_desktop.jobs.stages import break_down
from playbuddy_desktop.log_events import LogEvent
from playbuddy_desktop.services import Services

LOOPBACK: Final = "127.0.0.1"
_TIMEOUT_SECONDS: Final = 10.0
_HIGHEST_PORT: Final = 65_535

_log = structlog.get_logger(__name__)

Answer = tuple[HTTPStatus, str, bytes]


def parse_address(text: str) -> tuple[str, int]:
    """``HOST:PORT``, ``[IPV6]:PORT``, ``:PORT`` or ``PORT``; without a host it is this machine alone.

    Raises:
        typer.BadParameter: it is none of these.
    """
    host, _, port = text.rpartition(":")
    if not port.isascii() or not port.isdigit() or int(port) > _HIGHEST_PORT:
        raise typer.BadParameter("Give HOST:PORT, such as 127.0.0.1:9464.")
    return host.removeprefix("[").removesuffix("]") or LOOPBACK, int(port)


@contextmanager
def serving(services: Services, address: tuple[str, int]) -> Iterator[str]:
    """Answer requests in threads of their own until the block ends; gives the address in use, for port 0.

    Raises:
        typer.BadParameter: the address is not free, or not of this machine.
    """

    def metrics() -> Answer:
        seen = observe(services.queue, services.profile, services.settings)
        with services.database.read() as connection:
            breakdown = break_down(connection, seen.metrics.measured_at)
        return HTTPStatus.OK, CONTENT_TYPE, render(seen, breakdown)

    def health() -> Answer:
        try:
            found = observe(services.queue, services.profile, services.settings).health
        except StorageError as error:
            found = unreadable(error)
        status = HTTPStatus.SERVICE_UNAVAILABLE if found.level is HealthLevel.UNHEALTHY else HTTPStatus.OK
        return status, "application/json", json.dumps(_as_json(found)).encode()

    try:
        server = _Server(address, {"/metrics": metrics, "/health": health})
    except OSError as error:
        raise typer.BadParameter(f"Nobody can listen at {address[0]}:{address[1]}: {error.strerror}.") from error
    thread = threading.Thread(target=server.serve_forever, name="http", daemon=True)
    thread.start()
    host, port = server.server_address[:2]
    used = f"{host!s}:{port}"
    _log.info(LogEvent.HTTP_LISTENING, address=used)
    try:
        yield used
    finally:
        server.shutdown()
        server.server_close()
        thread.join(_TIMEOUT_SECONDS)


def _as_json(health: Health) -> dict[str, object]:
    """The judgement without the names of files, which are nobody's business on a network."""
    return {
        "level": health.level.value,
        "reasons": [
            {
                "key": reason.key.value,
                "sentence": "A job has made no progress for too long."
                if reason.key is HealthKey.STUCK_JOB
                else reason.sentence,
                "jobs": [str(job_id) for job_id in reason.jobs],
            }
            for reason in health.reasons
        ],
    }


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], answers: dict[str, Callable[[], Answer]]) -> None:
        self.answers = answers
        if ":" in address[0]:
            self.address_family = socket.AF_INET6
        super().__init__(address, _Handler)


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD for the paths of its server."""

    server: _Server
    server_version = "PlayBuddy"
    sys_version = ""
    timeout = _TIMEOUT_SECONDS

    def do_GET(self) -> None:
        """Send an answer with its body."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Send an answer without its body."""
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Say nothing: the scrapes would fill the log."""

    def _answer(self, *, with_body: bool) -> None:
        answer = self.server.answers.get(self.path.partition("?")[0])
        if answer is None:
            status, kind, body = HTTPStatus.NOT_FOUND, "text/plain", b"/metrics and /health are here.\n"
        else:
            try:
                status, kind, body = answer()
            except StorageError as error:
                status, kind, body = HTTPStatus.SERVICE_UNAVAILABLE, "text/plain", f"{error.code}\n".encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if with_body:
            self.wfile.write(body)
