"""A backup's data come only into a home whose keys open them."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bank.application.ports.key_service import DIGESTS, KeystoreLocked
from bank.bootstrap.keys_to_restore import HomeHasOtherKeys, refuse_other_keys
from bank.infrastructure.keystore.local_key_service import LocalKeyService
from bank.infrastructure.keystore.unlocking import KeyFile

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "key-file"
    path.touch(0o600)
    path.write_bytes(os.urandom(32))
    return path


def _keystore(place: Path, key_file: Path) -> Path:
    LocalKeyService.open_or_create(place, NOW, key_file=key_file)
    return place / "keystore.json"


def _copied(keystore: Path, place: Path) -> Path:
    place.mkdir()
    return Path(shutil.copy2(keystore, place))


def test_the_same_keys_and_newer_ones_serve(tmp_path: Path, key_file: Path) -> None:
    """Scenario: a home's keys are rotated after a backup, whose keystore is then compared.

    Outcome: the home's serves for the backup; the backup's would not serve for the home.
    """
    own = _keystore(tmp_path / "own", key_file)
    backed_up = _copied(own, tmp_path / "backup")
    refuse_other_keys(own=own, backed_up=backed_up, unlocking=KeyFile(key_file))
    LocalKeyService.open_or_create(own.parent, NOW, key_file=key_file).rotate(DIGESTS.name, NOW)
    refuse_other_keys(own=own, backed_up=backed_up, unlocking=KeyFile(key_file))
    with pytest.raises(HomeHasOtherKeys, match="Nothing was changed"):
        refuse_other_keys(own=backed_up, backed_up=own, unlocking=KeyFile(key_file))


@pytest.mark.parametrize("sealed_alike", [True, False])
def test_the_keystore_of_another_bank_is_refused(
    tmp_path: Path, key_file: Path, *, sealed_alike: bool
) -> None:
    """Scenario: home and backup are of two banks, with one key file or with two.

    Outcome: refused, with what to move away.
    """
    own = _keystore(tmp_path / "own", key_file)
    other_file = key_file
    if not sealed_alike:
        other_file = key_file.with_name("other")
        other_file.touch(0o600)
        other_file.write_bytes(os.urandom(32))
    backed_up = _keystore(tmp_path / "backup", other_file)
    with pytest.raises(HomeHasOtherKeys, match=str(own.parent)):
        refuse_other_keys(own=own, backed_up=backed_up, unlocking=KeyFile(key_file))


def test_a_home_without_keys_needs_what_opens_the_backup(tmp_path: Path, key_file: Path) -> None:
    backed_up = _keystore(tmp_path / "backup", key_file)
    own = tmp_path / "own" / "keystore.json"
    refuse_other_keys(own=own, backed_up=backed_up, unlocking=KeyFile(key_file))
    with pytest.raises(KeystoreLocked):
        refuse_other_keys(own=own, backed_up=backed_up, unlocking=KeyFile(tmp_path / "none"))
