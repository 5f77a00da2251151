"""As whom the bank asks browsers for passkeys."""

import pytest

from bank.bootstrap.passkey_settings import PasskeysSettings
from bank.bootstrap.providers.passkeys import relying_party
from bank.bootstrap.settings import BankSettings
from bank.bootstrap.token_settings import TokensSettings
from bank.infrastructure.passkeys.webauthn_ceremonies import RelyingParty


def _party(issuer: str, **passkeys: object) -> RelyingParty:
    settings = BankSettings(
        tokens=TokensSettings(issuer=issuer),
        passkeys=PasskeysSettings(**passkeys),  # type: ignore[arg-type]
    )
    return relying_party(settings)


@pytest.mark.parametrize(
    ("issuer", "domain", "origin"),
    [
        ("http://127.0.0.1:8080", "localhost", "http://localhost:8080"),
        ("http://[::1]:8080", "localhost", "http://localhost:8080"),
        ("http://localhost:8080", "localhost", "http://localhost:8080"),
        ("https://Bank.example", "bank.example", "https://bank.example"),
        ("https://bank.example:8443/oidc", "bank.example", "https://bank.example:8443"),
        ("a name", "localhost", "https://localhost"),
    ],
)
def test_without_settings_it_is_the_issuer(issuer: str, domain: str, origin: str) -> None:
    assert _party(issuer) == RelyingParty(id=domain, name="Bank", origins=(origin,))


def test_settings_come_first() -> None:
    origins = ("https://app.bank.example", "android:apk-key-hash:abc")
    party = _party(
        "http://127.0.0.1:8080",
        relying_party_id="bank.example",
        relying_party_name="Our bank",
        origins=origins,
    )
    assert party == RelyingParty(id="bank.example", name="Our bank", origins=origins)
