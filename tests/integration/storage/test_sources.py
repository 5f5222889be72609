"""The source store: whole copies, each content once, and clear errors."""

from __future__ import annotations

import errno
import hashlib
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pytest

from playbuddy_desktop.errors import (
    DataDirectoryError,
    DiskFullError,
    FileTooLargeError,
    SourceMissingError,
    UnreadableFileError,
)
from playbuddy_desktop.storage import disk, sources
from playbuddy_desktop.storage.sources import SourceStore, StoredSource

TEXT = b"ADA. Light the lamp.\n" * 10_000
HASH = hashlib.sha256(TEXT).hexdigest()
LIMIT = 10_000_000


@pytest.fixture
def store(tmp_path: Path) -> SourceStore:
    """An empty store."""
    return SourceStore(tmp_path / "sources")


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """A file to import."""
    path = tmp_path / "lamp.txt"
    path.write_bytes(TEXT)
    return path


def files_of(store: SourceStore) -> list[str]:
    """The names of all files in the store, finished or not."""
    return sorted(path.name for path in store.folder.rglob("*") if path.is_file())


def test_a_copy_outlives_the_original(store: SourceStore, script: Path) -> None:
    """What happens to the original after ``put`` does not matter."""
    assert StoredSource(HASH, len(TEXT)) == store.put(script, LIMIT)
    script.unlink()
    store.verify(HASH)
    assert TEXT == store.path(HASH).read_bytes()


def test_the_same_content_is_kept_once(store: SourceStore, script: Path, tmp_path: Path) -> None:
    """Two files of one content are one file in the store."""
    other = tmp_path / "copy of lamp.txt"
    other.write_bytes(TEXT)
    assert store.put(script, LIMIT) == store.put(other, LIMIT)
    assert [HASH] == files_of(store)


def test_a_copy_that_is_put_again_is_as_young_as_a_new_one(store: SourceStore, script: Path) -> None:
    """It is not cleared away as one that nobody uses before its new job is enqueued."""
    store.put(script, LIMIT)
    os.utime(store.path(HASH), (0, 0))
    store.put(script, LIMIT)
    assert store.path(HASH).stat().st_mtime > 0


def test_a_damaged_copy_is_mended(store: SourceStore, script: Path) -> None:
    """Importing the original again replaces a copy that was changed."""
    store.put(script, LIMIT)
    store.path(HASH).write_bytes(TEXT[:-1] + b"!")
    with pytest.raises(SourceMissingError):
        store.verify(HASH)
    store.put(script, LIMIT)
    store.verify(HASH)


def test_a_missing_copy_is_told(store: SourceStore) -> None:
    """A copy that is gone is missing."""
    with pytest.raises(SourceMissingError):
        store.verify(HASH)


def test_many_threads_put_one_content(store: SourceStore, script: Path) -> None:
    """Threads that store the same content at once do not disturb each other."""
    results: list[StoredSource] = []
    threads = [threading.Thread(target=lambda: results.append(store.put(script, LIMIT))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [StoredSource(HASH, len(TEXT))] * 8 == results
    assert [HASH] == files_of(store)


def test_an_empty_file_is_stored(store: SourceStore, tmp_path: Path) -> None:
    """The store takes any content; whether it is a play is decided elsewhere."""
    (tmp_path / "empty").touch()
    assert StoredSource(hashlib.sha256().hexdigest(), 0) == store.put(tmp_path / "empty", LIMIT)


def test_a_file_of_exactly_the_limit_is_taken(store: SourceStore, script: Path) -> None:
    """The limit is the largest size that is allowed."""
    assert len(TEXT) == store.put(script, len(TEXT)).size


def test_a_large_file_is_refused_unread(store: SourceStore, tmp_path: Path) -> None:
    """A file of 5 GB is refused by its size, in a sentence that names the limit."""
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(5 * 1024**3)
    with pytest.raises(FileTooLargeError) as caught:
        store.put(huge, 64 * 1024**2)
    assert "“huge.txt” is larger than the limit of 64 MB." == caught.value.message
    assert [] == files_of(store)


def test_a_file_that_grows_is_held_to_the_limit(
    store: SourceStore, script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that was small when it was looked at cannot fill the disk."""
    really_open = Path.open

    def grow(self: Path, *args: Any, **options: Any) -> IO[Any]:
        if self == script and args == ("rb",):
            with really_open(self, "ab") as file:
                file.write(TEXT)
        return really_open(self, *args, **options)

    monkeypatch.setattr(Path, "open", grow)
    with pytest.raises(FileTooLargeError):
        store.put(script, len(TEXT))
    assert [] == files_of(store)


def test_a_missing_original_is_told(store: SourceStore, tmp_path: Path) -> None:
    """A file that was deleted meanwhile is unreadable, by name."""
    with pytest.raises(UnreadableFileError, match=r"“gone.txt” could not be read: No such file or directory\."):
        store.put(tmp_path / "gone.txt", LIMIT)


def test_a_folder_is_refused(store: SourceStore, tmp_path: Path) -> None:
    """Only files have content."""
    with pytest.raises(UnreadableFileError, match="is not a file"):
        store.put(tmp_path, LIMIT)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_refused_at_once(store: SourceStore, tmp_path: Path) -> None:
    """A named pipe is not waited for."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableFileError, match="is not a file"):
        store.put(tmp_path / "pipe", LIMIT)


@pytest.mark.skipif(sys.platform != "linux", reason="the file is Linux's")
def test_a_file_that_breaks_off_is_told(store: SourceStore) -> None:
    """An error in the middle of reading names the file, and leaves nothing behind."""
    with pytest.raises(UnreadableFileError, match="“mem” could not be read"):
        store.put(Path("/proc/self/mem"), LIMIT)
    assert [] == files_of(store)


def failing(code: int) -> Callable[[int], None]:
    """An ``os.fsync`` that reports this error."""

    def fail(_descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    return fail


def test_a_full_disk_is_told(store: SourceStore, script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the copy has no room, nothing of it stays."""
    monkeypatch.setattr(os, "fsync", failing(errno.ENOSPC))
    with pytest.raises(DiskFullError):
        store.put(script, LIMIT)
    assert [] == files_of(store)


def test_a_broken_disk_is_told(store: SourceStore, script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any other error of the store's disk is a matter of the data directory."""
    monkeypatch.setattr(os, "fsync", failing(errno.EIO))
    with pytest.raises(DataDirectoryError, match="cannot be written: Input/output error"):
        store.put(script, LIMIT)
    assert [] == files_of(store)


def test_a_store_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A file in the place of the folder is a matter of the data directory."""
    (tmp_path / "sources").write_text("I am a file")
    with pytest.raises(DataDirectoryError):
        SourceStore(tmp_path / "sources")


def test_leftovers_are_removed_when_old(store: SourceStore) -> None:
    """What a dead program left half copied goes after a day; what another may be copying now stays."""
    old, young = store.folder / "incoming" / "old", store.folder / "incoming" / "young"
    for path in (old, young):
        path.write_bytes(TEXT)
    long_ago = young.stat().st_mtime - sources.LEFTOVER_SECONDS - 60
    os.utime(old, (long_ago, long_ago))
    SourceStore(store.folder)
    assert ["young"] == files_of(store)


def test_windows_needs_no_folder_sync(store: SourceStore, script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where folders cannot be opened, a copy is stored all the same."""
    monkeypatch.setattr(disk, "_IS_POSIX", False)
    assert HASH == store.put(script, LIMIT).content_hash
