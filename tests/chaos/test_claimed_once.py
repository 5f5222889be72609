"""Many threads of many processes empty one queue: each job is claimed exactly once."""

from __future__ import annotations

import random
import sys
from collections import Counter
from pathlib import Path

import chaos_jobs
import pytest

from playbuddy_desktop.settings import Settings

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")

PROCESSES, THREADS, JOBS = 2, 16, 500


def test_sixteen_threads_of_two_processes_claim_each_of_500_jobs_once(tmp_path: Path, database_url: str) -> None:
    """Every claim is written down by the thread that got it, and the database agrees."""
    folder = tmp_path / "data"
    settings = Settings(database_url=database_url)
    queue = chaos_jobs.open_queue(folder, settings)
    jobs = queue.enqueue(chaos_jobs.new_jobs(range(JOBS), random.Random(1)))
    context = chaos_jobs.nursery()
    processes = [
        context.Process(target=chaos_jobs.claim_all, args=(folder, f"p{n}", THREADS, settings))
        for n in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [0] * PROCESSES == [process.exitcode for process in processes]
    claimed = [line for path in folder.glob("*.claimed") for line in path.read_text(encoding="ascii").split()]
    assert Counter(str(job.id) for job in jobs) == Counter(claimed)
    assert {1} == {queue.get(job.id).lease_token for job in jobs}
    assert PROCESSES == len(list(folder.glob("*.claimed")))
    queue._database.close()
