"""A small file system of its own for a bank, so that its disk can be full and nobody else's."""

import errno
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SIZE_BYTES = 3 * 2**30
_LET_GO_SECONDS = 15.0
_FILLINGS = 5
_ALSO_IN = ("/usr/sbin", "/sbin")
"""Where the tools for disks are; not everybody's PATH leads there."""


class NoSmallDisk(Exception):
    """Here nobody may mount; the message says why."""


class SmallDisk:
    """An ext4 in a sparse file, mounted over a loop device at ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self, leave_bytes: int) -> None:
        """Leave so much room, and no more."""
        with self._ballast.open("wb") as ballast:
            for _ in range(_FILLINGS):
                if (room := self._room() - leave_bytes) <= 0:
                    return
                try:
                    os.posix_fallocate(ballast.fileno(), ballast.seek(0, os.SEEK_END), room)
                except OSError as fault:
                    # The database took some of the room meanwhile: full is full.
                    if fault.errno != errno.ENOSPC:
                        raise

    def _room(self) -> int:
        free = os.statvfs(self.folder)
        return free.f_bavail * free.f_frsize

    def empty(self) -> None:
        self._ballast.unlink(missing_ok=True)


@contextmanager
def small_disk(folder: Path) -> Iterator[SmallDisk]:
    """Mount a small disk at a folder that is made for it. Raises ``NoSmallDisk``."""
    image = folder.with_suffix(".image")
    folder.mkdir(parents=True)
    try:
        with image.open("wb") as file:
            file.truncate(SIZE_BYTES)
        # No block is kept for root: PostgreSQL is another user here.
        _run("mkfs.ext4", "-q", "-F", "-m", "0", str(image))
        _run("mount", "-o", "loop", str(image), str(folder))
    except NoSmallDisk:
        image.unlink()
        raise
    try:
        yield SmallDisk(folder)
    finally:
        _unmount(folder)
        image.unlink()


def release(folder: Path) -> None:
    """Unmount what a run that was killed left mounted. Raises ``NoSmallDisk``."""
    mounts = Path("/proc/mounts")
    lines = mounts.read_text(encoding="utf-8").splitlines() if mounts.exists() else []
    for place in (Path(line.split()[1]) for line in lines):
        if place.is_relative_to(folder):
            _unmount(place)


def _unmount(folder: Path) -> None:
    """Processes that were killed may take a moment to let go."""
    until = time.monotonic() + _LET_GO_SECONDS
    while True:
        try:
            _run("umount", str(folder))
        except NoSmallDisk:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


def _run(*command: str) -> None:
    name, *arguments = command
    found = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *_ALSO_IN]))
    if found is None:
        raise NoSmallDisk(f"{name} is not there")
    done = subprocess.run(
        [found, *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    if done.returncode:
        raise NoSmallDisk(f"{name}: {done.stderr.strip()}")
