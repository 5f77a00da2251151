"""As whom PostgreSQL runs, since it refuses to run as root and wants a name for its user."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bank.infrastructure.embedded_postgresql.faults import (
    NobodyCanRunTheDatabase,
    UserHasNoName,
)
from bank.infrastructure.embedded_postgresql.folder import Folder

_LAUNCHER = Path(__file__).with_name("launch.py")
_USERS = Path("/etc/passwd")
_ROOT = 0
_NOBODY = 65_534
_UNNAMED = 1000
_PROBE_SECONDS_MAX = 30


class Mode(StrEnum):
    """How the launcher changes identity before it becomes PostgreSQL."""

    OWN = "own"
    NAMESPACE = "namespace"
    SWITCH = "switch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """An identity that was seen to work.

    ``NAMESPACE`` keeps the files with the real user and shows PostgreSQL the uid of some named,
    ordinary user; ``user_table`` is a table with a name for that uid where the system has none.
    ``SWITCH`` really becomes ``uid``.
    """

    mode: Mode = Mode.OWN
    uid: int = 0
    gid: int = 0
    user_table: Path | None = None

    def command(self, programme: list[str], *, death_signal: int, folder: Path) -> list[str]:
        """Spell the launch of ``programme``, to receive ``death_signal`` when we end.

        The launching *thread* has to outlive it: Linux takes the end of that thread for the end of
        the parent.
        """
        launcher = [
            sys.executable,
            "-I",
            "-S",
            str(_LAUNCHER),
            str(os.getpid()),
            str(int(death_signal)),
        ]
        table = str(self.user_table or "")
        return [*launcher, self.mode, str(self.uid), str(self.gid), table, str(folder), *programme]


def child_environment() -> dict[str, str]:
    """Give the child's environment; ours may hold PG* variables of another server, and secrets."""
    return {"LC_ALL": "C", "TZ": "UTC", "PATH": os.environ.get("PATH", os.defpath)}


def choose_identity(folder: Folder, postgres: Path) -> Identity:
    """Choose: an ordinary user as itself; root in a user namespace, or else as a lesser user.

    A database that an earlier start gave to an unprivileged user stays that user's.
    Raises NobodyCanRunTheDatabase, OSError.
    """
    if os.geteuid() != _ROOT:
        return Identity()
    owner = folder.owner()
    if owner:
        identity = Identity(mode=Mode.SWITCH, uid=owner, gid=folder.data.stat().st_gid)
        folder.hand_to(identity.uid, identity.gid)
        return identity
    tried = []
    namespace = _namespace(folder)
    refusal = _refusal(namespace, postgres, folder.root)
    if refusal is None:
        return namespace
    tried.append(f"user namespace: {refusal}")
    for identity in _unprivileged(folder):
        refusal = _refusal(identity, postgres, folder.root.parent)
        if refusal is None:
            folder.hand_to(identity.uid, identity.gid)
            return identity
        tried.append(f"user {identity.uid}: {refusal}")
    raise NobodyCanRunTheDatabase(folder.root, "; ".join(tried))


def identity_to_create(identity: Identity, folder: Folder, postgres: Path) -> Identity:
    """Give the identity to create a database with: the same, unless it has no name.

    Raises UserHasNoName, OSError.
    """
    user = os.geteuid()
    if identity.mode is not Mode.OWN or user in dict(_named_users()):
        return identity
    namespace = _namespace(folder)
    refusal = _refusal(namespace, postgres, folder.root)
    if refusal is not None:
        raise UserHasNoName(user, f"a user namespace was refused, {refusal}")
    return namespace


def _namespace(folder: Folder) -> Identity:
    """Show an ordinary user that has a name; where there is none, bring a table that names one."""
    for uid, gid in _named_users():
        if _ROOT < uid < _NOBODY:
            return Identity(mode=Mode.NAMESPACE, uid=uid, gid=gid)
    folder.user_table.parent.mkdir(mode=0o700, exist_ok=True)
    folder.user_table.write_text(f"bank:x:{_UNNAMED}:{_UNNAMED}::/:/bin/false\n", encoding="ascii")
    return Identity(mode=Mode.NAMESPACE, uid=_UNNAMED, gid=_UNNAMED, user_table=folder.user_table)


def _unprivileged(folder: Folder) -> Iterator[Identity]:
    """Give who could run it for root: the owner of a folder above, then ``nobody``."""
    users = dict(_named_users())
    owners = [path.stat().st_uid for path in folder.root.parents if path.exists()]
    for uid in dict.fromkeys((*owners, _NOBODY)):
        if uid != _ROOT and uid in users:
            yield Identity(mode=Mode.SWITCH, uid=uid, gid=users[uid])


def _named_users() -> Iterator[tuple[int, int]]:
    """Give uid and gid of those in the table; none where there is no table."""
    if not _USERS.exists():
        return
    for line in _USERS.read_text(encoding="utf-8", errors="replace").splitlines():
        fields = line.split(":")
        if len(fields) > 3 and fields[2].isdigit() and fields[3].isdigit():  # noqa: PLR2004 - name, password, uid, gid
            yield int(fields[2]), int(fields[3])


def _refusal(identity: Identity, postgres: Path, folder: Path) -> str | None:
    """Try the identity on something harmless in ``folder``; None if it works, else the reason."""
    command = identity.command([str(postgres), "--version"], death_signal=9, folder=folder)
    try:
        done = subprocess.run(  # noqa: S603 - our own launcher
            command,
            capture_output=True,
            text=True,
            timeout=_PROBE_SECONDS_MAX,
            check=False,
            env=child_environment(),
        )
    except subprocess.TimeoutExpired:
        return "no answer"
    return None if done.returncode == 0 else done.stderr.strip() or f"exit status {done.returncode}"
