"""Sees, before a restore, that what it brings back can be opened in the home it comes to."""

from pathlib import Path

from bank.application.ports.key_service import KeyServiceFault, KeystoreLocked
from bank.infrastructure.keystore.key_material import HeldKeys
from bank.infrastructure.keystore.keystore_file import KeystoreFile
from bank.infrastructure.keystore.unlocking import Unlocking


class HomeHasOtherKeys(KeyServiceFault):
    """The home has a keystore that lacks keys under which the backup's data are sealed."""

    code = "home_has_other_keys"

    def __init__(self, own: Path) -> None:
        """Take the home's keystore."""
        super().__init__(
            f"The keystore {own} lacks keys of the backup: it is another bank's, or an older copy."
            " Nothing was changed. Restore into a bank.home without keys, or move the folder"
            f" {own.parent} away first: the restore then brings the backup's keystore with it, and"
            " needs the key file or the passphrase that opens that one."
        )


def refuse_other_keys(*, own: Path, backed_up: Path, unlocking: Unlocking) -> None:
    """Refuse unless the home's keystore opens and holds every key version of the backup's.

    Where the home has none, the backup's has to open. Raises HomeHasOtherKeys, KeyServiceFault.
    """
    if not own.exists():
        if backed_up.exists():
            KeystoreFile(backed_up, unlocking).read()
        return
    held = KeystoreFile(own, unlocking).read()
    if backed_up.exists():
        try:
            needed = KeystoreFile(backed_up, unlocking).read(held)
        except KeystoreLocked as locked:
            raise HomeHasOtherKeys(own) from locked
        if not _versions(needed.keys) <= _versions(held.keys):
            raise HomeHasOtherKeys(own)


def _versions(keys: HeldKeys) -> set[tuple[str, str, bytes]]:
    return {
        (name, version.described.id, version.secret)
        for name, key in keys.keys.items()
        for version in key.versions
    }
