"""Gets one segment of the write-ahead log out of the archive: PostgreSQL's ``restore_command``.

Run by PostgreSQL as a script, with the archive's folder, the segment's name and where to put it. It
imports nothing of the bank. Status 1 says that the archive has no such file, which PostgreSQL takes
for the end of the log; 255 says that the archive is away, or that the file is damaged or cannot be
read, at which PostgreSQL gives up instead of taking less for all.
"""

import hashlib
import sys
from pathlib import Path

CHECKSUMS = "SHA256SUMS"
_BLOCK_BYTES = 1 << 20
_NOT_THERE, _DAMAGED = 1, 255


def _main(archive: str, name: str, target: str) -> int:
    try:
        with (Path(archive) / name).open("rb") as read, Path(target).open("wb") as written:
            digest = hashlib.sha256()
            while block := read.read(_BLOCK_BYTES):
                digest.update(block)
                written.write(block)
        noted = _noted(Path(archive) / CHECKSUMS, name)
    except FileNotFoundError as error:
        if Path(archive).is_dir() and error.filename == str(Path(archive) / name):
            return _NOT_THERE
        return _cannot_be_read(name, f"{error.filename} is not there")
    except OSError as error:
        return _cannot_be_read(name, error.strerror)
    if digest.hexdigest() != noted:
        sys.stderr.write(f"archived segment {name} is damaged: not what was archived\n")
        return _DAMAGED
    return 0


def _cannot_be_read(name: str, why: str | None) -> int:
    sys.stderr.write(f"archived segment {name} cannot be read: {why}\n")
    return _DAMAGED


def _noted(checksums: Path, name: str) -> str:
    """Give the last digest noted for a name; empty if there is none."""
    found = ""
    with checksums.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            digest, _, of = line.rstrip("\n").partition("  ")
            if of == name:
                found = digest
    return found


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
