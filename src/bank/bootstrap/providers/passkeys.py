"""As whom the bank asks for passkeys."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from dishka import Provider, Scope, provide

from bank.application.identity.factors.passkey_ceremonies import PasskeyCeremonies
from bank.bootstrap.settings import BankSettings
from bank.infrastructure.passkeys.webauthn_ceremonies import RelyingParty, WebauthnCeremonies

LOCALHOST = "localhost"


class PasskeyParty(Provider):
    """Asks for passkeys, and verifies them."""

    scope = Scope.APP
    ceremonies = provide(WebauthnCeremonies, provides=PasskeyCeremonies)

    @provide
    def party(self, settings: BankSettings) -> RelyingParty:
        """Say as whom the bank asks."""
        return relying_party(settings)


def relying_party(settings: BankSettings) -> RelyingParty:
    """Give the settings' relying party. Browsers take no address for one: `localhost` instead."""
    issuer, passkeys = urlsplit(settings.tokens.issuer), settings.passkeys
    host = issuer.hostname or LOCALHOST
    if _is_this_machine(host):
        host = LOCALHOST
    port = "" if issuer.port is None else f":{issuer.port}"
    return RelyingParty(
        id=passkeys.relying_party_id or host,
        name=passkeys.relying_party_name,
        origins=passkeys.origins or (f"{issuer.scheme or 'https'}://{host}{port}",),
    )


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
