"""The settings of backups."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct


class BackupSettings(Struct, frozen=True, kw_only=True, rename="kebab"):
    """Backups of the embedded PostgreSQL; a server of your own has tools of its own."""

    folder: Annotated[
        Path,
        Meta(
            description="Folder of backups and of the archived log; for real money on another disk."
        ),
    ] = Path("${bank.home}/backups")
    archive: Annotated[
        bool,
        Meta(
            description="Whether the write-ahead log is archived from the first `bank backup` on,"
            " so that any later moment can be restored."
        ),
    ] = True
    archive_within: Annotated[
        timedelta,
        Meta(
            description="How long what is committed waits for the archive at most: what can be lost"
            " with the disk of `bank.home`."
        ),
    ] = timedelta(minutes=1)
    keep: Annotated[
        int,
        Meta(ge=1, description="How many backups are kept; `bank backup` removes older ones."),
    ] = 7
