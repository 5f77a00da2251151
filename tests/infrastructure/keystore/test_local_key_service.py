import json
import os
import shutil
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bank.application.ports.key_service import (
    ACCESS_TOKENS,
    DATA_KEYS,
    DIGESTS,
    KeyDeclaration,
    KeyKind,
    KeyOfAnotherKind,
    KeyService,
    KeystoreDamaged,
    KeystoreExposed,
    KeystoreLocked,
    KeystoreNotWritten,
)
from bank.infrastructure.keystore.local_key_service import LocalKeyService

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
CONTEXT = "1|reference|2026-11"
PASSPHRASE = "six quiet otters row home"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "bank" / "keys"


@pytest.fixture(scope="module")
def _sealed_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("sealed") / "keys"
    LocalKeyService.open_or_create(made, NOW, passphrase=PASSPHRASE)
    return made


@pytest.fixture
def sealed(folder: Path, _sealed_once: Path) -> Path:
    """Give a keystore under the passphrase, whose derivation takes long: a copy of one."""
    folder.parent.mkdir()
    shutil.copytree(_sealed_once, folder)
    return folder


def _fingerprint(keys: KeyService) -> object:
    return keys.mac(DIGESTS.name, b"same?"), keys.versions(ACCESS_TOKENS.name)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_first_run_makes_a_key_file_and_the_second_opens_the_same_keys(folder: Path) -> None:
    first = LocalKeyService.open_or_create(folder, NOW)
    second = LocalKeyService.open_or_create(folder, NOW + timedelta(days=1))
    wrapped = first.generate_data_key(CONTEXT)
    assert second.unwrap(wrapped.wrapped, CONTEXT) == wrapped.plaintext
    assert _fingerprint(first) == _fingerprint(second)
    assert (folder / "key-file").stat().st_size == 32


def test_everything_made_is_private_to_the_owner_under_any_umask(folder: Path) -> None:
    before = os.umask(0)
    try:
        LocalKeyService.open_or_create(folder, NOW).rotate(DIGESTS.name, NOW)
    finally:
        os.umask(before)
    assert _mode(folder) == 0o700
    assert {path.name: _mode(path) for path in folder.iterdir()} == {
        "keystore.json": 0o600,
        "key-file": 0o600,
        ".lock": 0o600,
    }


def test_a_keystore_under_a_passphrase_opens_with_it_and_makes_no_key_file(folder: Path) -> None:
    first = LocalKeyService.open_or_create(folder, NOW, passphrase=PASSPHRASE)
    second = LocalKeyService.open_or_create(folder, NOW, passphrase=PASSPHRASE)
    assert _fingerprint(first) == _fingerprint(second)
    assert not (folder / "key-file").exists()


def test_a_key_file_kept_elsewhere_opens_the_keystore(folder: Path, tmp_path: Path) -> None:
    key_file = tmp_path / "elsewhere"
    key_file.touch(0o600)
    key_file.write_bytes(os.urandom(32))
    first = LocalKeyService.open_or_create(folder, NOW, key_file=key_file)
    second = LocalKeyService.open_or_create(folder, NOW, key_file=key_file)
    assert _fingerprint(first) == _fingerprint(second)
    assert not (folder / "key-file").exists()


def test_a_wrong_passphrase_is_told_and_the_keystore_is_left_as_it_was(sealed: Path) -> None:
    before = (sealed / "keystore.json").read_bytes()
    with pytest.raises(KeystoreLocked, match="does not open with this passphrase") as refused:
        LocalKeyService.open_or_create(sealed, NOW, passphrase="another passphrase")
    assert "another passphrase" not in str(refused.value)
    assert (sealed / "keystore.json").read_bytes() == before


def test_a_short_passphrase_is_refused_before_anything_is_made(folder: Path) -> None:
    with pytest.raises(KeystoreLocked, match="fewer than 12 characters"):
        LocalKeyService.open_or_create(folder, NOW, passphrase="short")
    assert not (folder / "keystore.json").exists()


def test_passphrase_and_key_file_together_are_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(KeystoreLocked, match="not both"):
        LocalKeyService.open_or_create(folder, NOW, passphrase=PASSPHRASE, key_file=tmp_path / "k")
    assert not folder.exists()


def test_opening_the_other_way_says_which_way_it_was_sealed(sealed: Path) -> None:
    with pytest.raises(KeystoreLocked, match="sealed with a passphrase and none is configured"):
        LocalKeyService.open_or_create(sealed, NOW)
    assert not (sealed / "key-file").exists()


def test_a_passphrase_for_a_keystore_with_a_key_file_is_told(folder: Path) -> None:
    LocalKeyService.open_or_create(folder, NOW)
    with pytest.raises(KeystoreLocked, match="sealed with a key file, not with a passphrase"):
        LocalKeyService.open_or_create(folder, NOW, passphrase=PASSPHRASE)


def test_a_lost_key_file_is_never_replaced(folder: Path) -> None:
    LocalKeyService.open_or_create(folder, NOW)
    (folder / "key-file").unlink()
    with pytest.raises(KeystoreLocked, match="Restore it from a backup"):
        LocalKeyService.open_or_create(folder, NOW)
    assert not (folder / "key-file").exists()


@pytest.mark.parametrize("content", [b"", bytes(31), bytes(33)])
def test_a_key_file_of_another_length_is_told(folder: Path, content: bytes) -> None:
    LocalKeyService.open_or_create(folder, NOW)
    (folder / "key-file").write_bytes(content)
    with pytest.raises(KeystoreLocked, match="exactly 32 bytes"):
        LocalKeyService.open_or_create(folder, NOW)


def test_a_configured_key_file_that_is_missing_is_told_and_not_made(
    folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(KeystoreLocked, match="cannot be read"):
        LocalKeyService.open_or_create(folder, NOW, key_file=tmp_path / "missing")
    assert not (tmp_path / "missing").exists()
    assert not (folder / "keystore.json").exists()


@pytest.mark.parametrize(
    ("name", "mode"),
    [("keystore.json", 0o640), ("keystore.json", 0o604), ("key-file", 0o620), (".", 0o711)],
)
def test_what_others_may_open_is_refused_with_the_remedy(
    folder: Path, name: str, mode: int
) -> None:
    LocalKeyService.open_or_create(folder, NOW)
    (folder / name).chmod(mode)
    with pytest.raises(KeystoreExposed, match=r"Run: chmod [67]00"):
        LocalKeyService.open_or_create(folder, NOW)


def test_a_damaged_keystore_is_told_and_kept(folder: Path) -> None:
    LocalKeyService.open_or_create(folder, NOW)
    path = folder / "keystore.json"
    whole = json.loads(path.read_bytes())
    for damage in (
        b"",
        b"[]",
        path.read_bytes()[:100],
        json.dumps(whole | {"format": "other"}).encode(),
        json.dumps(whole | {"unlocked_by": "nobody"}).encode(),
        json.dumps(whole | {"nonce": "00"}).encode(),
        json.dumps(whole | {"version": 2}).encode(),
        json.dumps({name: whole[name] for name in whole if name != "sealed"}).encode(),
    ):
        path.write_bytes(damage)
        with pytest.raises(KeystoreDamaged):
            LocalKeyService.open_or_create(folder, NOW)
        assert path.read_bytes() == damage


def test_an_altered_header_or_body_does_not_open(sealed: Path) -> None:
    path = sealed / "keystore.json"
    whole = json.loads(path.read_bytes())
    flipped = bytearray(bytes.fromhex(whole["sealed"]))
    flipped[20] ^= 1
    for altered in ({"added": 1}, {"p": 1}, {"sealed": flipped.hex()}):
        path.write_text(json.dumps(whole | altered))
        with pytest.raises(KeystoreLocked):
            LocalKeyService.open_or_create(sealed, NOW, passphrase=PASSPHRASE)


@pytest.mark.parametrize("cost", [{"n": 1 << 30}, {"n": 3}, {"n": "many"}, {"salt": "zz"}])
def test_an_absurd_cost_of_derivation_is_refused_at_once(
    sealed: Path, cost: dict[str, object]
) -> None:
    path = sealed / "keystore.json"
    path.write_text(json.dumps(json.loads(path.read_bytes()) | cost))
    with pytest.raises(KeystoreDamaged, match="header was altered"):
        LocalKeyService.open_or_create(sealed, NOW, passphrase=PASSPHRASE)


def test_no_secret_is_legible_in_the_file(folder: Path) -> None:
    keys = LocalKeyService.open_or_create(folder, NOW)
    text = (folder / "keystore.json").read_text()
    assert set(json.loads(text)) == {"format", "version", "unlocked_by", "nonce", "sealed"}
    assert keys.versions(DATA_KEYS.name)[0].id not in text


def test_a_key_declared_later_is_added_and_the_others_stay(folder: Path) -> None:
    first = LocalKeyService.open_or_create(folder, NOW)
    head = KeyDeclaration("audit-head", KeyKind.SIGNING)
    second = LocalKeyService.open_or_create(folder, NOW, keys=(DIGESTS, head))
    assert _fingerprint(first) == _fingerprint(second)
    assert second.sign("audit-head", b"head").key_id.startswith("audit-head-1-")
    assert first.sign("audit-head", b"head").key_id == second.versions("audit-head")[0].id


def test_a_key_declared_as_another_kind_is_refused(folder: Path) -> None:
    LocalKeyService.open_or_create(folder, NOW)
    with pytest.raises(KeyOfAnotherKind):
        LocalKeyService.open_or_create(
            folder, NOW, keys=(KeyDeclaration(DIGESTS.name, KeyKind.SIGNING),)
        )


def test_another_process_sees_a_rotation_without_being_started_again(folder: Path) -> None:
    serving = LocalKeyService.open_or_create(folder, NOW)
    rotating = LocalKeyService.open_or_create(folder, NOW)
    old = serving.generate_data_key(CONTEXT)
    rotated = rotating.rotate(ACCESS_TOKENS.name, NOW)
    rotating.rotate(DATA_KEYS.name, NOW)
    new = rotating.generate_data_key(CONTEXT)
    assert serving.unwrap(new.wrapped, CONTEXT) == new.plaintext
    assert serving.unwrap(old.wrapped, CONTEXT) == old.plaintext
    assert serving.versions(ACCESS_TOKENS.name)[-1] == rotated
    assert len(LocalKeyService.open_or_create(folder, NOW).versions(DATA_KEYS.name)) == 2


def test_two_rotations_from_two_processes_are_both_kept(folder: Path) -> None:
    one = LocalKeyService.open_or_create(folder, NOW)
    two = LocalKeyService.open_or_create(folder, NOW)
    ids = {one.rotate(DIGESTS.name, NOW).id, two.rotate(DIGESTS.name, NOW).id}
    assert ids <= {version.id for version in one.versions(DIGESTS.name)}


def test_a_keystore_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(KeystoreNotWritten, match="nothing was changed"):
        LocalKeyService.open_or_create(tmp_path / "file" / "keys", NOW)


_CREATE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from bank.infrastructure.keystore.local_key_service import LocalKeyService

print("ready", flush=True)
sys.stdin.readline()
keys = LocalKeyService.open_or_create(Path(sys.argv[1]), datetime(2026, 11, 24, tzinfo=UTC))
print(keys.mac("digests", b"same?").hex())
"""


def test_processes_that_create_at_once_end_with_one_keystore(folder: Path) -> None:
    """Scenario: four processes start on an empty folder at the same moment.

    Outcome: one creates, the others open; all hold the same keys, and nothing is left over.
    """
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _CREATE, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = {process.communicate(timeout=60)[0] for process in processes}
    assert [process.returncode for process in processes] == [0, 0, 0, 0]
    assert len(answers) == 1
    assert sorted(path.name for path in folder.iterdir()) == [".lock", "key-file", "keystore.json"]


def test_a_run_that_ended_between_key_file_and_keystore_is_taken_up(folder: Path) -> None:
    LocalKeyService.open_or_create(folder, NOW)
    (folder / "keystore.json").unlink()
    left_over = (folder / "key-file").read_bytes()
    LocalKeyService.open_or_create(folder, NOW)
    assert (folder / "key-file").read_bytes() == left_over
    LocalKeyService.open_or_create(folder, NOW)
