"""Keys, ciphers, digests, and the bank's own tokens."""

from dishka import Provider, Scope, alias, provide

from bank.application.ports.authenticator import TokenIssuer, TokenKeys
from bank.application.ports.clock import Clock
from bank.application.ports.data_key_ring import OpenDataKeys
from bank.application.ports.field_cipher import FieldCipher
from bank.application.ports.key_service import KeyService
from bank.application.ports.keyed_digests import KeyedDigests
from bank.bootstrap.database import Database
from bank.bootstrap.key_proof import refuse_if_sealed
from bank.bootstrap.settings import BankSettings
from bank.infrastructure.access_tokens.jwks_token_keys import JwksTokenKeys
from bank.infrastructure.access_tokens.jwt_token_issuer import JwtTokenIssuer
from bank.infrastructure.field_encryption.aes_gcm_field_cipher import AesGcmFieldCipher
from bank.infrastructure.field_encryption.hkdf_keyed_digests import HkdfKeyedDigests
from bank.infrastructure.keystore.local_key_service import (
    KEY_FILE_NAME,
    LocalKeyService,
    is_keystore,
)
from bank.infrastructure.sql.sealing import Vault


class Keys(Provider):
    """Keys, ciphers, digests, and the bank's own tokens."""

    scope = Scope.APP
    cipher = provide(AesGcmFieldCipher, provides=FieldCipher)
    token_keys = provide(JwksTokenKeys)
    published_keys = alias(source=JwksTokenKeys, provides=TokenKeys)
    issuer = provide(JwtTokenIssuer, provides=TokenIssuer)
    vault = provide(Vault)

    @provide
    def key_service(self, settings: BankSettings, clock: Clock, database: Database) -> KeyService:
        """Open the local keystore, made on the first run, but not for a database that had one."""
        folder, passphrase = settings.home / "keys", settings.keys.passphrase
        if not is_keystore(folder):
            refuse_if_sealed(database.reading_engine(), settings.book)
        named = passphrase is None and settings.keys.key_file != folder / KEY_FILE_NAME
        return LocalKeyService.open_or_create(
            folder,
            clock.now(),
            passphrase=None if passphrase is None else passphrase.reveal(),
            key_file=settings.keys.key_file if named else None,
        )

    @provide
    def digests(self, keys: KeyService) -> KeyedDigests:
        """Derive the digests' keys."""
        return HkdfKeyedDigests.from_key_service(keys)

    @provide
    def open_keys(self) -> OpenDataKeys:
        """Give the process's cache of opened data keys."""
        return OpenDataKeys()
