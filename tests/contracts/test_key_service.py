"""What every key service does. A new adapter joins by a line in ``ADAPTERS``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from bank.application.ports.key_service import (
    ACCESS_TOKENS,
    DATA_KEYS,
    DIGESTS,
    KEYS_OF_THE_BANK,
    KeyNotFound,
    KeyOfAnotherKind,
    KeyService,
    KeyVersion,
    WrappedKeyDamaged,
)
from bank.infrastructure.keystore.local_key_service import LocalKeyService

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
CONTEXT = "1|customer|0192f0a0-0000-7000-8000-000000000001"


@dataclass(frozen=True)
class Subject:
    keys: KeyService
    rotate: Callable[[str], KeyVersion]


def _local(folder: Path) -> Subject:
    keys = LocalKeyService.open_or_create(folder / "keys", NOW)
    return Subject(keys, lambda key: keys.rotate(key, NOW))


ADAPTERS = {"local": _local}


@pytest.fixture(params=ADAPTERS)
def subject(request: pytest.FixtureRequest, tmp_path: Path) -> Subject:
    return ADAPTERS[request.param](tmp_path)


@pytest.fixture
def keys(subject: Subject) -> KeyService:
    return subject.keys


def test_a_wrapped_data_key_unwraps_for_its_own_context(keys: KeyService) -> None:
    data_key = keys.generate_data_key(CONTEXT)
    assert len(data_key.plaintext) == 32
    assert keys.unwrap(data_key.wrapped, CONTEXT) == data_key.plaintext
    assert data_key.plaintext not in data_key.wrapped


def test_every_data_key_is_another(keys: KeyService) -> None:
    made = [keys.generate_data_key(CONTEXT) for _ in range(50)]
    assert len({key.plaintext for key in made}) == len({key.wrapped for key in made}) == 50


def test_a_data_key_is_not_shown_when_it_is_printed(keys: KeyService) -> None:
    data_key = keys.generate_data_key(CONTEXT)
    assert repr(data_key.plaintext) not in repr(data_key)


def test_a_wrapped_key_moved_to_another_owner_is_refused(keys: KeyService) -> None:
    wrapped = keys.generate_data_key(CONTEXT).wrapped
    for other in (CONTEXT + "2", CONTEXT[:-1], CONTEXT.replace("1|", "2|", 1), ""):
        with pytest.raises(WrappedKeyDamaged):
            keys.unwrap(wrapped, other)
        with pytest.raises(WrappedKeyDamaged):
            keys.rewrap(wrapped, other)


def test_any_changed_byte_of_a_wrapped_key_is_refused(keys: KeyService) -> None:
    wrapped = keys.generate_data_key(CONTEXT).wrapped
    for position in range(len(wrapped)):
        altered = bytearray(wrapped)
        altered[position] ^= 1
        with pytest.raises(WrappedKeyDamaged):
            keys.unwrap(bytes(altered), CONTEXT)


def test_a_wrapped_key_cut_short_anywhere_is_refused(keys: KeyService) -> None:
    wrapped = keys.generate_data_key(CONTEXT).wrapped
    for length in range(len(wrapped)):
        with pytest.raises(WrappedKeyDamaged):
            keys.unwrap(wrapped[:length], CONTEXT)


def test_after_a_rotation_old_data_keys_unwrap_and_can_be_rewrapped(subject: Subject) -> None:
    keys = subject.keys
    old = keys.generate_data_key(CONTEXT)
    newest = subject.rotate(DATA_KEYS.name)
    rewrapped = keys.rewrap(old.wrapped, CONTEXT)
    assert keys.unwrap(old.wrapped, CONTEXT) == old.plaintext
    assert keys.unwrap(rewrapped, CONTEXT) == old.plaintext
    assert newest.id.encode() in rewrapped
    assert newest.id.encode() not in old.wrapped


def test_versions_come_oldest_first_and_only_signing_keys_show_a_public_key(
    subject: Subject,
) -> None:
    ids: set[str] = set()
    for declared in KEYS_OF_THE_BANK:
        newest = subject.rotate(declared.name)
        versions = subject.keys.versions(declared.name)
        assert versions[-1] == newest
        assert len(versions) == 2
        assert {v.public_key is not None for v in versions} == {declared == ACCESS_TOKENS}
        ids |= {version.id for version in versions}
    assert len(ids) == 2 * len(KEYS_OF_THE_BANK)


def _verify(version: KeyVersion, raw: bytes, data: bytes) -> None:
    assert version.public_key is not None
    public = load_der_public_key(version.public_key)
    assert isinstance(public, EllipticCurvePublicKey)
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    public.verify(encode_dss_signature(r, s), data, ECDSA(SHA256()))


def test_a_signature_verifies_with_the_public_key_of_its_version(keys: KeyService) -> None:
    (version,) = keys.versions(ACCESS_TOKENS.name)
    for number in range(300):  # about one signature in 128 has a number that starts with a zero
        data = b"%d" % number
        signature = keys.sign(ACCESS_TOKENS.name, data)
        assert len(signature.raw) == 64
        assert signature.key_id == version.id
        _verify(version, signature.raw, data)
    raw = keys.sign(ACCESS_TOKENS.name, b"data").raw
    with pytest.raises(InvalidSignature):
        _verify(version, raw, b"other data")


def test_the_newest_version_signs_and_an_older_one_when_asked(subject: Subject) -> None:
    keys = subject.keys
    oldest = keys.versions(ACCESS_TOKENS.name)[0]
    newest = subject.rotate(ACCESS_TOKENS.name)
    assert keys.sign(ACCESS_TOKENS.name, b"data").key_id == newest.id
    signature = keys.sign(ACCESS_TOKENS.name, b"data", version=oldest.id)
    assert signature.key_id == oldest.id
    _verify(oldest, signature.raw, b"data")


def test_a_mac_is_stable_for_a_version_and_changes_with_data_and_version(
    subject: Subject,
) -> None:
    keys = subject.keys
    oldest = keys.versions(DIGESTS.name)[0].id
    before = keys.mac(DIGESTS.name, b"data")
    subject.rotate(DIGESTS.name)
    assert len(before) == 32
    assert keys.mac(DIGESTS.name, b"data", version=oldest) == before
    assert keys.mac(DIGESTS.name, b"data") != before
    assert keys.mac(DIGESTS.name, b"atad", version=oldest) != before


def test_unknown_keys_and_versions_are_not_found(keys: KeyService) -> None:
    with pytest.raises(KeyNotFound):
        keys.versions("no-such-key")
    with pytest.raises(KeyNotFound):
        keys.sign("no-such-key", b"data")
    with pytest.raises(KeyNotFound):
        keys.mac(DIGESTS.name, b"data", version="digests-9-00000000")


def test_a_key_serves_its_own_kind_of_use_only(keys: KeyService) -> None:
    with pytest.raises(KeyOfAnotherKind):
        keys.sign(DATA_KEYS.name, b"data")
    with pytest.raises(KeyOfAnotherKind):
        keys.mac(ACCESS_TOKENS.name, b"data")
