"""Proves that a backup is what was backed up: every file, its log, its keystore.

PostgreSQL's pg_verifybackup does the same from the same manifest; the one in the wheel crashes
before it has read anything, so that the comparison is ours.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bank.application.ports.backups import Backup
from bank.infrastructure.embedded_postgresql.backups.description import (
    DATA,
    KEYSTORE,
    MANIFEST,
    file_digest,
)
from bank.infrastructure.embedded_postgresql.backups.faults import BackupIsDamaged
from bank.infrastructure.embedded_postgresql.backups.programmes import (
    ProgrammeFailed,
    run_programme,
)

_BLOCK_BYTES = 1 << 20
_NOT_LISTED = ("backup_manifest", "pg_wal")
"""What a manifest does not list: itself, and the log, which carries checksums of its own."""


def refuse_damaged(backup: Backup) -> None:
    """Compare with the description, then every file with PostgreSQL's manifest.

    Reads all of the backup. Raises BackupIsDamaged, OSError.
    """
    if file_digest(backup.folder / MANIFEST) != backup.manifest_sha256:
        raise BackupIsDamaged(backup.folder, "its manifest is missing or was altered")
    if file_digest(backup.folder / KEYSTORE) != backup.keystore_sha256:
        raise BackupIsDamaged(backup.folder, "its keystore is missing or was altered")
    raw = (backup.folder / MANIFEST).read_bytes()
    manifest: dict[str, Any] = json.loads(raw)
    itself = hashlib.sha256(raw[: raw.rindex(b'"Manifest-Checksum"')]).hexdigest()
    if itself != manifest["Manifest-Checksum"]:
        raise BackupIsDamaged(backup.folder, "its manifest was not written whole")
    for offence in _offences(backup.folder / DATA, manifest):
        raise BackupIsDamaged(backup.folder, offence)
    _refuse_damaged_log(backup)


def _offences(data: Path, manifest: dict[str, Any]) -> Iterator[str]:
    listed = {file["Path"]: file for file in manifest["Files"]}
    there = {
        path.relative_to(data).as_posix()
        for path in data.rglob("*")
        if path.is_file() and path.relative_to(data).parts[0] not in _NOT_LISTED
    }
    for path in sorted(there - listed.keys()):
        yield f"{path} does not belong to it"
    for path, file in listed.items():
        if path not in there:
            yield f"{path} is missing"
        elif (data / path).stat().st_size != file["Size"]:
            yield f"{path} is {(data / path).stat().st_size} bytes long, not {file['Size']}"
        elif _digest(data / path) != file["Checksum"]:
            yield f"{path} was altered"


def _refuse_damaged_log(backup: Backup) -> None:
    """Have PostgreSQL read the log that makes the copy consistent, record by record."""
    try:
        for _ in run_programme(
            "pg_waldump",
            "--quiet",
            f"--path={backup.folder / DATA / 'pg_wal'}",
            f"--timeline={backup.timeline}",
            f"--start={backup.first_position}",
            f"--end={backup.last_position}",
            folder=backup.folder,
        ):
            continue
    except ProgrammeFailed as failure:
        raise BackupIsDamaged(backup.folder, f"its log cannot be read ({failure})") from None


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()
