"""The figures in the text form that Prometheus and its kin read (https://openmetrics.io)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.openmetrics.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from playbuddy_desktop.jobs.health import HealthKey, HealthLevel
from playbuddy_desktop.jobs.job import StageSeconds
from playbuddy_desktop.jobs.observation import Observation
from playbuddy_desktop.jobs.stages import Breakdown

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST

METRICS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "playbuddy_jobs": ("Jobs in each status.", ("status",)),
    "playbuddy_processing_mean_seconds": ("Mean active time of the last 100 completed jobs.", ()),
    "playbuddy_processing_p95_seconds": ("95th percentile (nearest rank) of the same times.", ()),
    "playbuddy_stage_mean_seconds": ("Mean time of the same jobs in each stage.", ("stage",)),
    "playbuddy_success_ratio": ("Share of the completed among completed and failed jobs.", ()),
    "playbuddy_auto_retry_ratio": ("Share of completed and failed jobs that were retried by themselves.", ()),
    "playbuddy_workers": ("Workers that are alive, in all processes.", ()),
    "playbuddy_worker_utilisation_ratio": ("Share of the living workers that hold a job.", ()),
    "playbuddy_oldest_waiting_seconds": ("How long the first of the waiting jobs has waited.", ()),
    "playbuddy_longest_silence_seconds": ("The longest time without progress of a running job.", ()),
    "playbuddy_disk_free_bytes": ("Free space on the disk of the library.", ()),
    "playbuddy_database_bytes": ("Size of the database with its log.", ()),
    "playbuddy_last_backup_timestamp_seconds": ("When the last backup was made, in seconds since 1970.", ()),
    "playbuddy_healthy": ("1 unless something is wrong; paused by a person is healthy.", ()),
    "playbuddy_health_reason": ("1 where this is a reason not to be healthy.", ("reason",)),
    "playbuddy_recent_jobs": ("Jobs that ended in the last 24 clock hours.", ("by", "of", "outcome")),
    "playbuddy_recent_stage_mean_seconds": ("Mean time of the completed of them in each stage.", ("by", "of", "stage")),
}
"""Every metric: its name, what it tells, its labels. ``docs/runbook.md`` says what to make of them."""

_Samples = list[tuple[tuple[str, ...], float]]


def render(seen: Observation, breakdown: Breakdown) -> bytes:
    """The text of one scrape; a figure that there is nothing to count for is left out."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Figures(_samples(seen) | _recent(breakdown)))
    text: bytes = generate_latest(registry)  # type: ignore[no-untyped-call] # it has no types
    return text


class _Figures(Collector):
    """Figures that were measured already."""

    def __init__(self, samples: Mapping[str, _Samples]) -> None:
        self._samples = samples

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Every metric with its samples."""
        for name, (meaning, labels) in METRICS.items():
            family = GaugeMetricFamily(name, meaning, labels=labels)
            for values, figure in self._samples[name]:
                family.add_metric(values, figure)
            yield family


def _samples(seen: Observation) -> dict[str, _Samples]:
    metrics, storage = seen.metrics, seen.storage
    backup = storage.last_backup_at
    silent = [job.silent_seconds for job in metrics.running_jobs]
    reasons = {reason.key for reason in seen.health.reasons}
    stages = {
        "extract": metrics.mean_extract_seconds,
        "parse": metrics.mean_parse_seconds,
        "save": metrics.mean_save_seconds,
    }
    return {
        "playbuddy_jobs": [
            (("queued",), metrics.queue_depth),
            (("running",), metrics.running),
            (("paused",), metrics.paused),
            (("retrying",), metrics.retrying),
            (("completed",), metrics.completed),
            (("failed",), metrics.failed),
            (("cancelled",), metrics.cancelled),
        ],
        "playbuddy_processing_mean_seconds": _one(metrics.mean_seconds),
        "playbuddy_processing_p95_seconds": _one(metrics.p95_seconds),
        "playbuddy_stage_mean_seconds": [((stage,), mean) for stage, mean in stages.items() if mean is not None],
        "playbuddy_success_ratio": _one(metrics.success_rate),
        "playbuddy_auto_retry_ratio": _one(metrics.auto_retry_rate),
        "playbuddy_workers": _one(metrics.workers),
        "playbuddy_worker_utilisation_ratio": _one(metrics.worker_utilisation),
        "playbuddy_oldest_waiting_seconds": _one(metrics.oldest_waiting_seconds or 0.0),
        "playbuddy_longest_silence_seconds": _one(max(silent, default=0.0)),
        "playbuddy_disk_free_bytes": _one(storage.free_bytes),
        "playbuddy_database_bytes": _one(storage.database_bytes),
        "playbuddy_last_backup_timestamp_seconds": _one(backup.timestamp() if backup is not None else None),
        "playbuddy_healthy": _one(float(seen.health.level is not HealthLevel.UNHEALTHY)),
        "playbuddy_health_reason": [((key.value,), float(key in reasons)) for key in HealthKey],
    }


def _recent(breakdown: Breakdown) -> dict[str, _Samples]:
    jobs: _Samples = []
    stages: _Samples = []
    for by, kinds in (("engine", breakdown.engines), ("format", breakdown.formats)):
        for kind in kinds:
            jobs += [((by, kind.key, "completed"), kind.completed), ((by, kind.key, "failed"), kind.failed)]
            if kind.mean_stages is not None:
                stages += [((by, kind.key, stage), mean) for stage, mean in _by_stage(kind.mean_stages).items()]
    return {"playbuddy_recent_jobs": jobs, "playbuddy_recent_stage_mean_seconds": stages}


def _by_stage(seconds: StageSeconds) -> dict[str, float]:
    return {"extract": seconds.extract, "parse": seconds.parse, "save": seconds.save}


def _one(figure: float | None) -> _Samples:
    return [] if figure is None else [((), figure)]
