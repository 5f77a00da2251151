"""What is written beside a backup, last of all: a folder without it is no backup."""

import hashlib
import json
import os
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from bank.application.ports.backups import Backup
from bank.infrastructure.embedded_postgresql.backups.faults import BackupIsDamaged
from bank.infrastructure.embedded_postgresql.backups.segments import position_number

DESCRIPTION = "backup.json"
DATA = "data"
MANIFEST = "data/backup_manifest"
KEYSTORE = "keystore.json"
UNFINISHED = ".unfinished-"
_FORMAT = 1


def write_description(folder: Path, backup: Backup) -> None:
    """Write the description, with a digest over itself, onto the disk. Raises OSError."""
    told: dict[str, Any] = {"format": _FORMAT, **asdict(backup)}
    del told["folder"]
    for name in ("begun_at", "finished_at"):
        told[name] = told[name].isoformat()
    document = {**told, "sha256": _digest_of(told)}
    with (folder / DESCRIPTION).open("w", encoding="utf-8") as file:
        file.write(json.dumps(document, indent=2) + "\n")
        file.flush()
        os.fsync(file.fileno())


def read_description(folder: Path) -> Backup:
    """Read the description of the backup in ``folder``.

    Raises FileNotFoundError where there is none, BackupIsDamaged where it was altered.
    """
    try:
        told: dict[str, Any] = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
        digest = told.pop("sha256")
        if digest != _digest_of(told):
            raise BackupIsDamaged(folder, f"its {DESCRIPTION} was altered")
        if told.pop("format") != _FORMAT:
            raise BackupIsDamaged(folder, f"its {DESCRIPTION} is of a format unknown here")
        for name in ("begun_at", "finished_at"):
            told[name] = datetime.fromisoformat(told[name])
        known = {field.name for field in fields(Backup)}
        return Backup(folder=folder, **{k: v for k, v in told.items() if k in known})
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BackupIsDamaged(folder, f"its {DESCRIPTION} cannot be read") from error


def file_digest(path: Path) -> str:
    """Give the SHA-256 of a small file; empty where there is no file."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def finished_backups(folder: Path) -> list[Backup]:
    """Give the finished backups in a folder of backups, oldest first; damaged ones are left out.

    In one archive the log says which is older, for a clock may be set back; between archives, which
    are of different histories, the time of the last backup does.
    """
    found = []
    for each in folder.iterdir() if folder.is_dir() else ():
        if each.is_dir() and not each.name.startswith(UNFINISHED):
            try:
                found.append(read_description(each))
            except (FileNotFoundError, BackupIsDamaged):
                continue
    last: dict[str, datetime] = {}
    for backup in found:
        last[backup.archive] = max(backup.finished_at, last.get(backup.archive, backup.finished_at))

    def age(backup: Backup) -> tuple[datetime, str, int, int]:
        position = position_number(backup.last_position)
        return last[backup.archive], backup.archive, backup.timeline, position

    return sorted(found, key=age)


def _digest_of(told: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
