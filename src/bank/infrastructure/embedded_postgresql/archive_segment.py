"""Puts one segment of the write-ahead log into the archive: PostgreSQL's ``archive_command``.

Run by PostgreSQL as a script, with a note that says where the archive is, and the segment's path
and name. It imports nothing of the bank. A zero status tells PostgreSQL that it may forget the
segment, so it is given only when the segment lies in the archive, whole and on disk. Whatever fails
gives 1: PostgreSQL keeps the segment and asks again. Nothing in the archive is ever overwritten.
"""

import errno
import hashlib
import os
import sys
from contextlib import suppress
from pathlib import Path

CHECKSUMS = "SHA256SUMS"
_BLOCK_BYTES = 1 << 20
_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)


def _main(note: str, path: str, name: str) -> int:
    failure = Path(f"{note}.failed")
    try:
        _archive(Path(Path(note).read_text(encoding="utf-8").rstrip("\n")), Path(path), name)
    except OSError as error:
        why = f"{name}: {error.filename or 'archive'}: {error.strerror or error}"
        sys.stderr.write(why + "\n")
        with suppress(OSError):
            failure.write_text(why, encoding="utf-8")
        return 1
    failure.unlink(missing_ok=True)
    return 0


def _archive(archive: Path, source: Path, name: str) -> None:
    """Copy beside its place, then put in place; an archive folder that is away is not made."""
    place, unfinished = archive / name, archive / f".{name}.unfinished"
    if place.exists():
        if _digest(place) != _digest(source):
            raise FileExistsError(errno.EEXIST, "it holds other contents already", str(place))
        _sync(place)
    else:
        try:
            digest = _copy(source, unfinished)
            _note_digest(archive / CHECKSUMS, digest, name)
            _put_in_place(unfinished, place)
        finally:
            unfinished.unlink(missing_ok=True)
    _sync(archive)


def _copy(source: Path, target: Path) -> str:
    """Copy onto the disk, leaving holes for zeros: a segment that was cut short is mostly zeros."""
    digest = hashlib.sha256()
    with source.open("rb") as read, target.open("wb") as written:
        while block := read.read(_BLOCK_BYTES):
            digest.update(block)
            if block.count(0) == len(block):
                written.seek(len(block), os.SEEK_CUR)
            else:
                written.write(block)
        written.truncate()
        written.flush()
        os.fsync(written.fileno())
    target.chmod(0o600)
    return digest.hexdigest()


def _note_digest(checksums: Path, digest: str, name: str) -> None:
    """Write the digest down first, as sha256sum does; a torn line is ended, not continued."""
    with checksums.open("ab+") as file:
        if file.seek(0, os.SEEK_END):
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                file.write(b"\n")
        file.write(f"{digest}  {name}\n".encode("ascii"))
        file.flush()
        os.fsync(file.fileno())


def _put_in_place(unfinished: Path, place: Path) -> None:
    """Link, which never replaces; where there are no links, rename (one process archives)."""
    try:
        os.link(unfinished, place)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        unfinished.rename(place)


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
