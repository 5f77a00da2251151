"""A real PostgreSQL 18 under ``bank.home``: for ``make run``, the tests, a bank on one machine.

The binaries come from a wheel (extra ``embedded``); the supervision is ours, because the wheel's
own launcher adds a system user when it is root, opens folders to everybody and gives recovery ten
seconds.
"""

from bank.infrastructure.embedded_postgresql.embedded_postgres import EmbeddedPostgres
from bank.infrastructure.embedded_postgresql.faults import (
    BinariesAreMissing,
    DatabaseCouldNotBeCreated,
    DatabaseDidNotStart,
    DiskIsFull,
    EmbeddedPostgresFault,
    FolderBelongsToAnotherUser,
    FolderCannotBeUsed,
    FolderIsFromAnotherVersion,
    FolderIsInUse,
    FolderWasLeftHalfway,
    NobodyCanRunTheDatabase,
    RestoreWasInterrupted,
    SettingIsReserved,
    UserHasNoName,
)

__all__ = [
    "BinariesAreMissing",
    "DatabaseCouldNotBeCreated",
    "DatabaseDidNotStart",
    "DiskIsFull",
    "EmbeddedPostgres",
    "EmbeddedPostgresFault",
    "FolderBelongsToAnotherUser",
    "FolderCannotBeUsed",
    "FolderIsFromAnotherVersion",
    "FolderIsInUse",
    "FolderWasLeftHalfway",
    "NobodyCanRunTheDatabase",
    "RestoreWasInterrupted",
    "SettingIsReserved",
    "UserHasNoName",
]
