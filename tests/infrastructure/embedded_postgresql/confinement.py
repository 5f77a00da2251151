"""Runs a command as narrowly as a container may: ``python confinement.py KIND COMMAND``.

``stranger``: an ordinary user whom no user table names.
``stranger-alone``: the same, without user namespaces.
``root-alone``: root without user namespaces, in a world that has other users.
``no-users``: root without a user table.
``small-disk=FOLDER``: root, with 24 MB of room in the folder.
"""

import ctypes
import os
import sys
from pathlib import Path

STRANGER = 54_321
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNS = 0x00020000
_MS_BIND = 4096
_MS_REC_PRIVATE = 16384 | 262144
_LIBC = ctypes.CDLL(None, use_errno=True)


def _call(name: str, *arguments: object) -> None:
    if getattr(_LIBC, name)(*arguments) != 0:
        raise OSError(ctypes.get_errno(), name)


def _map_users_from_outside(lines: str) -> None:
    """Enter a user namespace whose maps a child outside writes: only that may name several."""
    ready_read, ready_write = os.pipe()
    process = os.getpid()
    child = os.fork()
    if child == 0:
        os.close(ready_write)
        os.read(ready_read, 1)
        for name in ("uid_map", "gid_map"):
            Path(f"/proc/{process}/{name}").write_text(lines, encoding="ascii")
        os._exit(0)
    _call("unshare", _CLONE_NEWUSER)
    os.close(ready_write)
    os.waitpid(child, 0)


def _confine(kind: str) -> None:
    if kind.startswith("stranger"):
        _map_users_from_outside(f"{STRANGER} 0 1")
    elif kind == "root-alone":
        _map_users_from_outside("0 0 65536")
    else:
        _call("unshare", _CLONE_NEWNS)
        _call("mount", b"none", b"/", None, _MS_REC_PRIVATE, None)
        if kind == "no-users":
            _call("mount", b"/dev/null", b"/etc/passwd", None, _MS_BIND, None)
        else:
            folder = kind.partition("=")[2]
            _call("mount", b"none", os.fsencode(folder), b"tmpfs", 0, b"size=24m")
    if kind.endswith("-alone"):
        Path("/proc/sys/user/max_user_namespaces").write_text("0", encoding="ascii")


if __name__ == "__main__":
    _confine(sys.argv[1])
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606 - no shell is wanted
