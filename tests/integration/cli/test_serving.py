"""``playbuddy worker --http``: a real scrape over a real socket."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from playbuddy_desktop.cli.serving import parse_address, serving
from playbuddy_desktop.errors import DatabaseBusyError
from playbuddy_desktop.jobs.openmetrics import CONTENT_TYPE, METRICS
from playbuddy_desktop.services import Services

if TYPE_CHECKING:
    from tests.integration.cli.conftest import Command

DASHBOARD = Path(__file__).parents[3] / "docs" / "grafana-dashboard.json"


@pytest.fixture
def get(services: Services) -> Iterator[Callable[..., tuple[int, str, bytes]]]:
    """Asks the server for a path."""
    with serving(services, ("127.0.0.1", 0)) as address:

        def get(path: str, method: str = "GET") -> tuple[int, str, bytes]:
            connection = HTTPConnection(address, timeout=30)
            connection.request(method, path)
            response = connection.getresponse()
            answer = response.status, response.headers["Content-Type"], response.read()
            connection.close()
            return answer

        yield get


def samples(body: bytes) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """What Prometheus' own parser reads."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(body.decode())
        for sample in family.samples
    }


def add(services: Services, tmp_path: Path, make_script: Callable[[int], str]) -> None:
    """Put a job into the queue, of which nobody takes care."""
    script = tmp_path / "secret-name.txt"
    script.write_text(make_script(20), encoding="utf-8")
    services.intake.add([script])


def test_a_scrape(services: Services, get: Any, tmp_path: Path, make_script: Callable[[int], str]) -> None:
    """Every metric is told, with its labels, and the figures are those of the queue."""
    add(services, tmp_path, make_script)
    lease = services.queue.claim("w").lease
    services.queue.fail(lease, _error(), 2.5)
    add_again = tmp_path / "other.txt"
    add_again.write_text(make_script(30), encoding="utf-8")
    services.intake.add([add_again])
    status, kind, body = get("/metrics")
    assert (200, CONTENT_TYPE) == (status, kind)
    assert body.endswith(b"# EOF\n")
    families = {family.name: family for family in text_string_to_metric_families(body.decode())}
    assert set(METRICS) == set(families)
    for name, (meaning, labels) in METRICS.items():
        assert meaning == families[name].documentation
        assert all(set(labels) == set(sample.labels) for sample in families[name].samples)
    found = samples(body)
    assert 1.0 == found["playbuddy_jobs", frozenset({("status", "queued")})]
    assert 1.0 == found["playbuddy_jobs", frozenset({("status", "failed")})]
    assert 0.0 == found["playbuddy_success_ratio", frozenset()]
    assert 0.0 == found["playbuddy_healthy", frozenset()]
    assert 1.0 == found["playbuddy_health_reason", frozenset({("reason", "no-workers")})]
    kinds = {("by", "format"), ("of", "txt"), ("outcome", "failed")}
    assert 1.0 == found["playbuddy_recent_jobs", frozenset(kinds)]
    assert b"secret-name" not in body


def _error() -> Any:
    from playbuddy_desktop.errors import EmptyFileError, ErrorReport

    return ErrorReport.of(EmptyFileError())


def test_health_over_http(services: Services, get: Any, tmp_path: Path, make_script: Callable[[int], str]) -> None:
    """200 when all is well, 503 with the reasons when it is not."""
    status, kind, body = get("/health")
    assert (200, "application/json", {"level": "healthy", "reasons": []}) == (status, kind, json.loads(body))
    add(services, tmp_path, make_script)
    status, _, body = get("/health")
    found = json.loads(body)
    assert (503, "unhealthy", ["no-workers"]) == (status, found["level"], [each["key"] for each in found["reasons"]])


def test_a_stuck_job_is_not_named(
    services: Services, get: Any, tmp_path: Path, make_script: Callable[[int], str]
) -> None:
    """Its id is told, its file's name is not."""
    add(services, tmp_path, make_script)
    job_id = services.queue.claim("w").job.id
    object.__setattr__(services, "settings", services.settings.model_copy(update={"stuck_seconds": 1e-9}))  # frozen
    status, _, body = get("/health")
    reasons = {each["key"]: each for each in json.loads(body)["reasons"]}
    assert (503, [str(job_id)]) == (status, reasons["stuck-job"]["jobs"])
    assert b"secret-name" not in body


def test_a_database_that_cannot_be_read(services: Services, get: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a reason, not a silence."""

    def busy() -> None:
        raise DatabaseBusyError

    monkeypatch.setattr(services.queue, "metrics", busy)
    status, _, body = get("/health")
    assert (503, "storage-error") == (status, json.loads(body)["reasons"][0]["key"])
    assert (503, b"database-busy\n") == get("/metrics")[::2]


def test_other_paths_and_methods(get: Any) -> None:
    """The two paths are named; HEAD gives no body; nothing can be changed."""
    assert (404, b"/metrics and /health are here.\n") == get("/")[::2]
    assert (200, b"") == get("/health?full=1", "HEAD")[::2]
    assert 501 == get("/health", "POST")[0]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("9464", ("127.0.0.1", 9464)),
        (":9464", ("127.0.0.1", 9464)),
        ("0.0.0.0:1", ("0.0.0.0", 1)),  # noqa: S104 - only parsed
        ("[::1]:80", ("::1", 80)),
    ],
)
def test_addresses(text: str, address: tuple[str, int]) -> None:
    """Without a host it is this machine alone."""
    assert address == parse_address(text)


@pytest.mark.parametrize("text", ["", "localhost", "host:", "host:http", "host:70000", "host:-1"])
def test_what_is_no_address(text: str) -> None:
    """Is said so."""
    with pytest.raises(typer.BadParameter, match="HOST:PORT"):
        parse_address(text)


def test_the_worker_command_serves(playbuddy: Command, script: Callable[[int], Path]) -> None:
    """While it works; an address in use is refused before any work begins."""
    playbuddy("import", "--no-wait", script(20))
    result = playbuddy("worker", "--until-idle", "--http", "0")
    assert 0 == result.status
    assert re.search(r"Figures at http://127\.0\.0\.1:\d+/metrics", result.err)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = playbuddy("worker", "--until-idle", "--http", f":{port}")
    assert 2 == refused.status
    assert "Nobody can listen at" in refused.err


def test_the_dashboard_asks_for_metrics_that_exist() -> None:
    """And for each of them, with labels that they have."""
    dashboard = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    queries = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    named = {name for query in queries for name in re.findall(r"playbuddy_\w+", query)}
    assert set(METRICS) == named
    for query in queries:
        (name,) = re.findall(r"playbuddy_\w+", query)
        grouped = [label.strip() for labels in re.findall(r"by \(([^)]*)\)", query) for label in labels.split(",")]
        selected = re.findall(r"(\w+)=~?\"", query)
        assert {*grouped, *selected} <= set(METRICS[name][1])
    assert len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"])
