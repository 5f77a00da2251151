"""How much memory PostgreSQL shares out by itself."""

import os
from collections.abc import Sequence
from pathlib import Path

_SHARE = 16
_BUFFERS_MIN, _BUFFERS_MAX = 128 << 20, 2 << 30
_LIMITS = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)
"""Where Linux says how much a container may have: of the second and of the first kind."""


def shared_buffers(memory: int) -> str:
    """Give the setting for a machine of so many bytes: a sixteenth of them, 128 MB to 2 GB."""
    return f"{min(max(memory // _SHARE, _BUFFERS_MIN), _BUFFERS_MAX) >> 20}MB"


def memory_of_machine(limits: Sequence[Path] = _LIMITS) -> int:
    """Give the bytes of memory of this machine, or of the container that this runs in."""
    known = [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")]
    for limit in limits:
        try:
            known.append(int(limit.read_text(encoding="ascii")))
        except (OSError, ValueError):  # not there, or "max"
            continue
    return min(known)
