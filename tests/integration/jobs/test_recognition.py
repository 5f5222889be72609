"""Scanned scripts as jobs: refused with an offer, or recognised page by page."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from recognisers import RECOGNISERS, choose
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from playbuddy_desktop.jobs.job import Job, JobStatus
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.services import Services
from playbuddy_desktop.settings import Settings

PATIENCE = 120.0
PAGES = 4


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of a play, as pictures only."""
    folder = tmp_path_factory.mktemp("scan")
    printed, scanned = folder / "printed.pdf", folder / "scanned.pdf"
    canvas = Canvas(str(printed), pagesize=(420, 595))
    for page in range(PAGES):
        for row in range(12):
            canvas.setFont("Times-Roman", 12)
            name = ["ANNA", "BENEDICT"][row % 2]
            canvas.drawString(60, 540 - 40 * row, f"{name}. We hear the wind of night {page * 12 + row}, and no other.")
        canvas.showPage()
    canvas.save()
    pictures = Canvas(str(scanned), pagesize=(420, 595))
    pdf = pypdfium2.PdfDocument(printed)
    for page in pdf:
        pictures.drawImage(ImageReader(page.render(scale=200 / 72, grayscale=True).to_pil()), 0, 0, 420, 595)
        pictures.showPage()
    pictures.save()
    pdf.close()
    return scanned


@pytest.fixture
def services(profile: Profile) -> Iterator[Services]:
    """Services with one running worker."""
    services = Services.open(profile, Settings(poll_seconds=0.1))
    services.pool.start(1)
    yield services
    services.close()


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for a state that another thread brings about."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.01)


def ended(services: Services, job: Job) -> Job:
    """The job, once it is final."""
    services.pool.wake()
    wait_until(lambda: services.queue.get(job.id).status.final)
    return services.queue.get(job.id)


def test_a_scan_is_refused_with_an_offer(services: Services, scan: Path) -> None:
    """The advice says how its text can be recognised."""
    (job,) = services.intake.add([scan]).added
    job = ended(services, job)
    assert (JobStatus.FAILED, "scanned-file") == (job.status, job.error_code)
    assert "--ocr" in (job.advice or "")


@pytest.mark.parametrize("engine", RECOGNISERS)
def test_a_scan_is_recognised_when_asked_for_and_goes_on_after_a_pause(
    profile: Profile, scan: Path, engine: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """Asked for with the job; a page that was recognised once is not recognised again.

    All of it in a process without network that may hold two gigabytes and write in one folder.
    """
    choose(engine, monkeypatch)
    services = Services.open(profile, Settings(poll_seconds=0.1))
    services.pool.start(1)
    request.addfinalizer(services.close)
    (job,) = services.intake.add([scan], ocr=True).added
    kept = services.store.scratch(services.queue.get(job.id).content_hash)
    services.pool.wake()
    wait_until(kept.exists)
    services.queue.pause(job.id)
    services.pool.interrupt(job.id)
    wait_until(lambda: services.pool.alive_count == 1 and services.queue.get(job.id).status is JobStatus.PAUSED)
    services.queue.resume(job.id)
    job = ended(services, job)
    assert job.status is JobStatus.COMPLETED
    assert job.playbook_id is not None
    play = services.library.load(job.playbook_id)
    lines = [line.text for act in play.acts for scene in act.scenes for line in scene.lines]
    assert [f"We hear the wind of night {number}, and no other." for number in range(PAGES * 12)] == lines
    pages = [row for row in kept.read_text(encoding="utf-8").splitlines() if row]
    assert sorted(set(pages)) == sorted(pages)


def test_a_refused_scan_can_be_done_again_with_recognition(services: Services, scan: Path) -> None:
    """Without the original: the copy is in the store."""
    (job,) = services.intake.add([scan]).added
    ended(services, job)
    assert services.queue.restart(job.id, ocr=True).config["ocr"] is True


def test_a_job_that_is_done_again_asks_for_recognition_again(services: Services, scan: Path) -> None:
    """The new job keeps the wish of the old one."""
    (job,) = services.intake.add([scan], ocr=True).added
    services.queue.cancel(job.id)
    again = services.queue.restart(job.id)
    assert again.config["ocr"] is True
