"""Where a profile's folder lies: SQLite's files must not stand on a drive of the network.

Locks and shared memory do not work there as SQLite needs them, and the database would be damaged sooner or later
(https://www.sqlite.org/useovernet.html, https://www.sqlite.org/wal.html).
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import psutil

NETWORK_FILE_SYSTEMS: Final = frozenset(
    {
        "afpfs",
        "afs",
        "ceph",
        "cifs",
        "davfs",
        "fuse.davfs2",
        "fuse.glusterfs",
        "fuse.rclone",
        "fuse.sshfs",
        "glusterfs",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb2",
        "smb3",
        "smbfs",
        "webdav",
    }
)


def on_network_drive(folder: Path) -> bool:
    """Whether the folder lies on a drive of another computer, as far as the system tells."""
    place = folder.resolve()
    if str(place).startswith("\\\\"):  # a share by its name, as Windows writes it
        return True
    mounts = [mount for mount in psutil.disk_partitions(all=True) if place.is_relative_to(mount.mountpoint)]
    if not mounts:
        return False
    # Of two mounts in the same place the later one hides the other.
    nearest = max(enumerate(mounts), key=lambda item: (len(Path(item[1].mountpoint).parts), item[0]))[1]
    return nearest.fstype.lower() in NETWORK_FILE_SYSTEMS or "remote" in nearest.opts.split(",")
