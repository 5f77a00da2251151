"""Becomes the PostgreSQL programme, under the right identity and bound to its supervisor's life.

Run as a script by the supervisor: a process of its own, because only a process with one thread may
enter a user namespace, and because running Python between fork and exec is unsafe in a server with
threads. It imports nothing of the bank. After ``exec`` its process *is* PostgreSQL, so the
supervisor holds PostgreSQL as its direct child.
"""

import ctypes
import os
import sys
from pathlib import Path

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNS = 0x00020000
_MS_BIND = 4096
_MS_REC_PRIVATE = 16384 | 262144
_PR_SET_PDEATHSIG = 1
CANNOT_LAUNCH = 126


def _call(name: str, *arguments: object) -> None:
    """Call the C library, where Python 3.11 has no function of its own."""
    library = ctypes.CDLL(None, use_errno=True)
    if getattr(library, name)(*arguments) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")


def _enter_namespace(uid: int, gid: int, user_table: str) -> None:
    """Be seen as ``uid`` and ``gid`` inside, while every file stays with whom it is outside."""
    own_uid, own_gid = os.geteuid(), os.getegid()
    _call("unshare", _CLONE_NEWUSER | (_CLONE_NEWNS if user_table else 0))
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{uid} {own_uid} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{gid} {own_gid} 1", encoding="ascii")
    if user_table:
        _show_user_table(user_table)


def _show_user_table(user_table: str) -> None:
    """Let this process alone see ``user_table`` as /etc/passwd, or in a layer over /etc."""
    _call("mount", b"none", b"/", None, _MS_REC_PRIVATE, None)
    if Path("/etc/passwd").exists():
        _call("mount", os.fsencode(user_table), b"/etc/passwd", None, _MS_BIND, None)
        return
    os.chdir(
        Path(user_table).parent
    )  # a relative layer, since its path could hold the option's own separators
    _call("mount", b"overlay", b"/etc", b"overlay", 0, b"lowerdir=.:/etc")


def _switch_user(uid: int, gid: int) -> None:
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def _die_with_parent(parent: int, death_signal: int) -> None:
    """Have the kernel send ``death_signal`` when the supervisor is gone, however it went.

    Last before ``exec``, since a change of identity clears it. If the supervisor went before, its
    death goes unsignalled.
    """
    if sys.platform == "linux":
        _call("prctl", _PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("the supervisor is gone")


def _main(arguments: list[str]) -> None:
    parent, death_signal, mode, uid, gid, user_table, folder, *command = arguments
    os.umask(0o077)
    try:
        if mode == "namespace":
            _enter_namespace(int(uid), int(gid), user_table)
        elif mode == "switch":
            _switch_user(int(uid), int(gid))
        os.chdir(folder)
        _die_with_parent(int(parent), int(death_signal))
        os.execv(command[0], command)  # noqa: S606 - no shell is wanted
    except OSError as error:
        sys.stderr.write(f"{error.filename or mode}: {error.strerror}\n")
        sys.exit(CANNOT_LAUNCH)


if __name__ == "__main__":
    _main(sys.argv[1:])
