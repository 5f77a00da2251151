"""Why a database was not upgraded, in sentences to act on."""

from pathlib import Path
from typing import ClassVar

from bank.infrastructure.embedded_postgresql.faults import EmbeddedPostgresFault


class NothingToUpgrade(EmbeddedPostgresFault):
    """There is no database of an older version."""

    code: ClassVar[str] = "upgrade_not_needed"

    def __init__(self, folder: Path, found: str | None) -> None:
        """Take the data folder and the version that wrote it, if any."""
        there = f"was written by PostgreSQL {found}" if found else "holds no database"
        super().__init__(
            f"There is nothing to do: the database folder {folder} {there}. Start it: bank serve"
        )


class OldProgrammesAreMissing(EmbeddedPostgresFault):
    """The programmes of the version that wrote the data are not where they were said to be."""

    code: ClassVar[str] = "upgrade_old_programmes_missing"

    def __init__(self, folder: Path, needed: str, why: str) -> None:
        """Take the folder, the version that is needed, and what is wrong."""
        super().__init__(
            f"The programmes of PostgreSQL {needed} are needed to read the old data, and {why}."
            f" Install them (Debian: apt-get install postgresql-{needed}) and name their folder:"
            f" --old-binaries=/usr/lib/postgresql/{needed}/bin, not {folder}"
        )


class UpgradeFailed(EmbeddedPostgresFault):
    """PostgreSQL's own upgrade gave up; the old data are untouched."""

    code: ClassVar[str] = "upgrade_failed"

    def __init__(self, log: Path, why: str) -> None:
        """Take where the log was put, and the reason."""
        super().__init__(
            f"The database was not upgraded: {why}. It is as it was. {log} says more; remove the"
            " cause and run again: bank database upgrade"
        )


class OldDataAreInTheWay(EmbeddedPostgresFault):
    """Data that an earlier upgrade put aside have the place of those that this one would."""

    code: ClassVar[str] = "upgrade_old_data_in_the_way"

    def __init__(self, aside: Path) -> None:
        """Take where they are."""
        super().__init__(
            f"An earlier upgrade has kept its old data in {aside}. Move them away, or discard them:"
            " bank database discard-old"
        )
