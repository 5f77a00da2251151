"""The tokens of an external issuer, the bank's own OIDC provider, and what they mean here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final

import msgspec
from joserfc.util import json_b64decode

from bank.application.identity.sessions.session_terms import LONGEST_TOKEN
from bank.application.ports.authenticator import Principal, TokenExpired, TokenInvalid
from bank.domain.audit import EXTERNAL
from bank.domain.principals import Assurance
from bank.domain.staff import lifetime_in
from bank.infrastructure.access_tokens.external_keys import ExternalKeys
from bank.infrastructure.access_tokens.foreign_tokens import UnknownKey, verified
from bank.infrastructure.access_tokens.not_a_token import NOT_A_TOKEN
from bank.infrastructure.access_tokens.token_rules import Seconds, Text, moment_of

_TYPES: Final = frozenset({"", "jwt", "at+jwt"})
_Names = Annotated[list[Text], msgspec.Meta(max_length=1000)]
BranchName = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9._-]{1,32}\Z")]
_Subject = Annotated[str, msgspec.Meta(pattern=r"^[^\x00-\x1f\x7f]{1,255}\Z")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalRules:
    """Whose tokens are taken, and how their claims are read.

    ``name`` stands before every subject, so that it can be nobody's of the bank. Claims are named
    as they are, or by a path with dots. ``roles`` says which of the issuer's roles is which of the
    bank's; the others say nothing. ``branches`` says the same of branches; without any, what the
    claim says is the branch. ``assurance`` is how many factors the issuer always asks for; a
    token whose ``acr`` or ``amr`` says one of those words was given for two. ``auth_time_claim``
    says when somebody last proved who they are, where it is to be believed.
    """

    name: str
    issuer: str
    audience: str
    algorithms: tuple[str, ...]
    roles: Mapping[str, str]
    subject_claim: str = "sub"
    roles_claim: str = "roles"
    branch_claim: str | None = None
    branches: Mapping[str, str] | None = None
    assurance: int = Assurance.ONE_FACTOR
    two_factors_acr: frozenset[str] = frozenset()
    two_factors_amr: frozenset[str] = frozenset()
    auth_time_claim: str | None = None
    leeway: timedelta = timedelta(seconds=60)


class _Claims(msgspec.Struct, frozen=True, kw_only=True):
    """What a token must say, whoever issued it. ``typ`` is Keycloak's word for what it is for.

    Without ``iat`` nobody could say whether it was issued before its holder's tokens were ended.
    """

    iss: str
    aud: str | list[str]
    exp: Seconds
    iat: Seconds
    nbf: Seconds = 0
    jti: str | None = None
    typ: str = "Bearer"


class ExternalIssuer:
    """Verifies the tokens of an issuer, each time anew, so that a withdrawn key counts no more.

    None is good for longer than a day, whatever it says: so long it is remembered whose ended. One
    that gives a role of staff is good for eight hours.
    """

    def __init__(self, rules: ExternalRules, keys: ExternalKeys) -> None:
        self.rules = rules
        self.keys = keys

    def principal(self, token: str, now: datetime) -> Principal:
        """Give whom a token speaks for; raises ``TokenInvalid`` or ``TokenExpired``."""
        try:
            header, content = verified(token, self.keys.known)
            claims = msgspec.convert(content, _Claims)
        except UnknownKey:
            raise TokenInvalid("The access token names a key that its issuer has not.") from None
        except ValueError:
            raise TokenInvalid from None
        self._check(header, claims, now)
        found = self._read(content, claims, now)
        if found.expires_at <= now:
            raise TokenExpired
        return found

    async def learn(self, token: str) -> bool:
        """Fetch the keys where a token names one that is not known; say whether it is now."""
        try:
            key_id = json_b64decode(token.partition(".")[0].encode("ascii"))["kid"]
            if key_id in self.keys.known:
                return False
        except NOT_A_TOKEN:
            return False
        await self.keys.fetch()
        return key_id in self.keys.known

    def _check(self, header: Mapping[str, Any], claims: _Claims, now: datetime) -> None:
        rules = self.rules
        audience = [claims.aud] if isinstance(claims.aud, str) else claims.aud
        typ = str(header.get("typ", "")).lower().removeprefix("application/")
        if typ not in _TYPES or claims.typ.lower() != "bearer":
            raise TokenInvalid("The token is not an access token.")
        if claims.iss != rules.issuer:
            raise TokenInvalid("The access token comes from another issuer.")
        if rules.audience not in audience:
            raise TokenInvalid("The access token was issued for another audience.")
        if datetime.fromtimestamp(max(claims.iat, claims.nbf), UTC) > now + rules.leeway:
            raise TokenInvalid("The access token is not valid yet: compare the clocks.")

    def _read(self, content: Mapping[str, Any], claims: _Claims, now: datetime) -> Principal:
        rules = self.rules
        try:
            subject = msgspec.convert(_found(content, rules.subject_claim), _Subject)
            named = msgspec.convert(_found(content, rules.roles_claim), _Names)
            branch = self._branch(content)
            proved_at = self._proved_at(content)
            assurance = self._assurance(content)
        except msgspec.ValidationError:
            raise TokenInvalid("The claims of the access token are not of their form.") from None
        roles = sorted({rules.roles[name] for name in named if name in rules.roles})
        if not roles:
            raise TokenInvalid("The access token gives no role of the bank's.")
        if proved_at is not None and proved_at > now + rules.leeway:
            raise TokenInvalid("The access token was given for a sign-in that is yet to be.")
        issued_at = datetime.fromtimestamp(claims.iat, UTC)
        gone_at = issued_at + lifetime_in(roles, LONGEST_TOKEN)
        return Principal(
            subject=f"{rules.name}{EXTERNAL}{subject}",
            roles=tuple(roles),
            token_id=f"{rules.name}|{claims.jti or subject}",
            expires_at=min(datetime.fromtimestamp(claims.exp, UTC), gone_at),
            assurance=assurance,
            branch=branch,
            proved_at=proved_at,
            issued_at=issued_at,
        )

    def _branch(self, content: Mapping[str, Any]) -> str | None:
        """Give where somebody belongs: nowhere, where that is not said or not known."""
        claim, branches = self.rules.branch_claim, self.rules.branches
        said = None if claim is None else _found(content, claim)
        if branches is None:
            return msgspec.convert(said, BranchName | None)
        named = msgspec.convert(said, Text | None)
        return None if named is None else branches.get(named)

    def _assurance(self, content: Mapping[str, Any]) -> int:
        """Give by how many factors it is known who this is: what is not said counts for nothing."""
        rules = self.rules
        if rules.two_factors_acr:
            acr = msgspec.convert(content.get("acr"), str | None)
            if acr in rules.two_factors_acr:
                return Assurance.TWO_FACTORS
        if rules.two_factors_amr:
            amr = msgspec.convert(content.get("amr", []), _Names)
            if not rules.two_factors_amr.isdisjoint(amr):
                return Assurance.TWO_FACTORS
        return rules.assurance

    def _proved_at(self, content: Mapping[str, Any]) -> datetime | None:
        claim = self.rules.auth_time_claim
        said = None if claim is None else _found(content, claim)
        return moment_of(msgspec.convert(said, Seconds | None))


def _found(content: Mapping[str, Any], claim: str) -> Any:
    """Give a claim by its name, or by a path of names; nothing where it is not there."""
    if claim in content:
        return content[claim]
    value: Any = content
    for name in claim.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value
