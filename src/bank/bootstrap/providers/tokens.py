"""Who verifies tokens, who makes them for clients, and what of both is kept."""

from collections.abc import Sequence

from dishka import Provider, Scope, provide

from bank.application.identity.clients.service_clients import ClientKeys, ServiceClients
from bank.application.identity.sessions.refresh_tokens import RefreshTokens
from bank.application.identity.tokens.client_assertions import ClientAssertions, UsedAssertions
from bank.application.identity.tokens.client_proof import ClientProof
from bank.application.identity.tokens.client_token_issuer import ClientTokenIssuer
from bank.application.ports.authenticator import Authenticator
from bank.application.ports.authorizer import Authorizer
from bank.application.ports.keyed_digests import KeyedDigests
from bank.bootstrap.configuration import ConfigurationError
from bank.bootstrap.settings import BankSettings
from bank.bootstrap.token_settings import ExternalIssuerSettings, TokensSettings
from bank.infrastructure.access_tokens.authenticator_by_issuer import AuthenticatorByIssuer
from bank.infrastructure.access_tokens.external_issuer import ExternalIssuer, ExternalRules
from bank.infrastructure.access_tokens.external_keys import (
    ExternalKeys,
    FileKeySource,
    HttpKeySource,
    KeySource,
)
from bank.infrastructure.access_tokens.jwks_token_keys import JwksTokenKeys
from bank.infrastructure.access_tokens.jwt_authenticator import JwtAuthenticator
from bank.infrastructure.access_tokens.jwt_client_assertions import (
    JwkClientKeys,
    JwtClientAssertions,
)
from bank.infrastructure.access_tokens.jwt_client_token_issuer import JwtClientTokenIssuer
from bank.infrastructure.access_tokens.token_rules import TokenRules
from bank.infrastructure.sql.refresh_tokens import SqlRefreshTokens
from bank.infrastructure.sql.service_clients import SqlServiceClients
from bank.infrastructure.sql.used_assertions import SqlUsedAssertions


class TokenGranting(Provider):
    """Tokens: verified in each server process, granted in units of work."""

    scope = Scope.APP
    assertions = provide(JwtClientAssertions, provides=ClientAssertions)
    client_keys = provide(JwkClientKeys, provides=ClientKeys)
    client_issuer = provide(JwtClientTokenIssuer, provides=ClientTokenIssuer)
    refresh_tokens = provide(SqlRefreshTokens, provides=RefreshTokens, scope=Scope.REQUEST)
    clients = provide(SqlServiceClients, provides=ServiceClients, scope=Scope.REQUEST)
    proof = provide(ClientProof, scope=Scope.REQUEST)
    used = provide(SqlUsedAssertions, provides=UsedAssertions, scope=Scope.REQUEST)

    @provide
    def rules(self, settings: BankSettings) -> TokenRules:
        """Say which tokens are ours."""
        tokens = settings.tokens
        return TokenRules(
            issuer=tokens.issuer, audience=tokens.audience, audiences=dict(tokens.audiences)
        )

    @provide
    def external(self, settings: BankSettings, authorizer: Authorizer) -> Sequence[ExternalIssuer]:
        """Say which issuers are trusted beside the bank."""
        return external_issuers(settings.tokens, authorizer.roles())

    @provide
    def authenticator(
        self,
        keys: JwksTokenKeys,
        rules: TokenRules,
        external: Sequence[ExternalIssuer],
        digests: KeyedDigests,
    ) -> Authenticator:
        """Give what verifies tokens; without external issuers nothing has to be told apart."""
        own = JwtAuthenticator(keys, rules, digests)
        return AuthenticatorByIssuer(own, external, digests) if external else own


def external_issuers(settings: TokensSettings, roles: frozenset[str]) -> list[ExternalIssuer]:
    """Make the external issuers of the settings; raises ``ConfigurationError``."""
    made: list[ExternalIssuer] = []
    for index, given in enumerate(settings.external):
        place = f"bank.tokens.external[{index}]"
        others = [each.rules for each in made]
        if given.issuer == settings.issuer or given.issuer in [each.issuer for each in others]:
            raise _wrong(place, "names an issuer that is known already", "Name each once.")
        if given.name in [each.name for each in others]:
            raise _wrong(place, "has a name that another one has", "Give each a name of its own.")
        if not roles.issuperset(given.roles.values()):
            known = ", ".join(sorted(roles))
            raise _wrong(f"{place}.roles", "names a role that is none", f"The roles are: {known}.")
        made.append(_issuer(given, place))
    return made


def _issuer(given: ExternalIssuerSettings, place: str) -> ExternalIssuer:
    rules = ExternalRules(
        name=given.name,
        issuer=given.issuer,
        audience=given.audience,
        algorithms=given.algorithms,
        roles=given.roles,
        subject_claim=given.subject_claim,
        roles_claim=given.roles_claim,
        branch_claim=given.branch_claim,
        branches=given.branches,
        assurance=given.assurance,
        two_factors_acr=given.two_factors_acr,
        two_factors_amr=given.two_factors_amr,
        auth_time_claim=given.auth_time_claim,
    )
    keys = ExternalKeys(given.name, _source(given, place), given.algorithms)
    return ExternalIssuer(rules, keys)


def _source(given: ExternalIssuerSettings, place: str) -> KeySource:
    if given.jwks_file is not None:
        return FileKeySource(given.jwks_file)
    try:
        return HttpKeySource(given.jwks_uri or "")
    except ValueError as fault:
        remedy = "Give it an https address, or one on this machine."
        raise _wrong(f"{place}.jwks-uri", str(fault), remedy) from None


def _wrong(key: str, problem: str, remedy: str) -> ConfigurationError:
    return ConfigurationError(problem, key=key, source="bank.tokens.external", remedy=remedy)
