"""Where data are made whole before one rename puts them in place: on the place's own file system.

``bank.home``/postgresql may be a disk of its own, into which nothing of the home can be renamed.
"""

import tempfile
from contextlib import suppress
from pathlib import Path

RESTORING = "restoring"
UPGRADING = "upgrading"


def staging_places(root: Path, name: str) -> tuple[Path, Path]:
    """Give the places where ``staging_place`` may put something of that name."""
    return root.parent / name, root / name


def staging_place(root: Path, name: str) -> Path:
    """Give a folder to make things in: beside ``root``, or in it where no rename gets from there.

    It is tried with an empty folder: two mounts of one disk look the same and are not.
    """
    beside, within = staging_places(root, name)
    return beside if _can_rename(root.parent, root) else within


def left_in_staging(root: Path, name: str) -> list[Path]:
    """Give what runs that were killed have left under that name."""
    return [place for place in staging_places(root, name) if place.exists()]


def _can_rename(source: Path, target: Path) -> bool:
    tried = moved = None
    try:
        tried = Path(tempfile.mkdtemp(prefix=".staging-", dir=source))
        moved = tried.rename(target / tried.name)
    except OSError:
        return False
    finally:
        for each in (tried, moved):
            if each is not None:
                with suppress(OSError):
                    each.rmdir()
    return True
