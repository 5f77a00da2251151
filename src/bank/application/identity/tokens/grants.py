"""What is asked for tokens with, what is answered, and why not: the words of OAuth 2 (RFC 6749)."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from bank.domain.refusals import Kind, Refusal, Severity


class GrantInvalid(Refusal):
    """The refresh token is none, has expired, or its session is over."""

    code = "invalid_grant"
    title = "The refresh token is not good, or not any more: sign in again."
    kind = Kind.FORBIDDEN


class RefreshTokenReused(GrantInvalid):
    """A refresh token was shown a second time: one of the two who had it is a thief.

    Nobody can tell which, so the session ends for both. It is answered as any other that is not
    good.
    """

    code = "refresh_token_reused"
    severity = Severity.ALERT
    leaves_traces = True


class ClientUnproved(Refusal):
    """The client is unknown, was deactivated, or its assertion does not prove that it is it."""

    code = "invalid_client"
    title = "The client has not proved who it is; its assertion is good once, for five minutes."
    kind = Kind.FORBIDDEN
    severity = Severity.WARNING


class TokenOfAnother(Refusal):
    """The token was not issued to whoever asks for its revocation (RFC 7009, 2.1)."""

    code = "token_of_another"
    title = "The token was not issued to this client, or to none: only whose it is may revoke it."
    kind = Kind.FORBIDDEN
    severity = Severity.WARNING


class TokenNotRevocable(Refusal):
    """The bank cannot keep those who take the token from taking it (RFC 7009, 2.2.1)."""

    code = "unsupported_token_type"
    title = (
        "The token is another issuer's, or for another audience: it is not the bank's to revoke."
    )
    kind = Kind.INVALID


class AudienceUnknown(Refusal):
    """The bank makes no tokens for such an audience (RFC 8707)."""

    code = "invalid_target"
    title = "The bank makes no tokens for this resource or audience."
    kind = Kind.INVALID


class ScopeUnfit(Refusal):
    """The scopes of a client are its roles, and this is none of them."""

    code = "invalid_scope"
    title = "The client does not have these scopes: they are its roles."
    kind = Kind.INVALID


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantedTokens:
    """New tokens; the texts are credentials, shown once. ``id`` is what they stand on."""

    id: UUID
    access_token: str = field(repr=False)
    access_expires_at: datetime
    refresh_token: str | None = field(default=None, repr=False)
    scope: str | None = None
