"""Puts what was restored in its place: data, keystore, and no archive yet."""

import shutil
from pathlib import Path

from bank.application.ports.backups import Backup
from bank.infrastructure.embedded_postgresql.archiving import Archiving
from bank.infrastructure.embedded_postgresql.backups.description import KEYSTORE
from bank.infrastructure.embedded_postgresql.folder import Folder, sync_folder


def put_in_place(backup: Backup, staged: Path, place: Folder, stamp: str) -> Path | None:
    """Rename; from the last of the renames on there is a bank. It archives nowhere yet.

    Gives where the data are that were there before. Where something fails, they are put back.
    Raises OSError.
    """
    archiving, aside = Archiving(place.root), None
    archive = archiving.archive()
    if place.data.exists():
        aside = place.aside(stamp)
        place.data.rename(aside)
    try:
        _put_keystore_in_place(backup, place.root.parent / "keys")
        archiving.forget()
        Folder(staged).data.rename(place.data)
    except OSError:
        if aside is not None:
            aside.rename(place.data)
        if archive is not None:
            archiving.begin(archive)
        raise
    sync_folder(place.root)
    return aside


def _put_keystore_in_place(backup: Backup, keys: Path) -> None:
    """Bring the keystore back, unless the home has one, of which it was seen that it serves."""
    if backup.keystore_sha256 and not (keys / KEYSTORE).exists():
        keys.mkdir(mode=0o700, exist_ok=True)
        unfinished = keys / f".{KEYSTORE}.restoring"
        shutil.copyfile(backup.folder / KEYSTORE, unfinished)
        unfinished.chmod(0o600)
        sync_folder(unfinished)
        unfinished.rename(keys / KEYSTORE)
        sync_folder(keys)
