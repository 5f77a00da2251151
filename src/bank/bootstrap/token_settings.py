"""The settings of access tokens: the bank's own, and those of issuers that it trusts."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct

from bank.infrastructure.access_tokens.external_issuer import BranchName


class ExternalIssuerSettings(Struct, frozen=True, kw_only=True, rename="kebab"):
    """An issuer beside the bank, such as its own OIDC provider, and what its tokens mean here."""

    name: Annotated[
        str,
        Meta(
            pattern="^[a-z][a-z0-9-]{0,31}$",
            description="What the bank calls it: `name|` stands before every subject of its.",
        ),
    ]
    issuer: Annotated[str, Meta(min_length=1, description="The `iss` of its tokens, exactly.")]
    audience: Annotated[
        str, Meta(min_length=1, description="What must be in the `aud` of its tokens.")
    ]
    roles: Annotated[
        dict[str, str], Meta(description="Which of its roles is which role of the bank's.")
    ]
    jwks_uri: Annotated[
        str | None,
        Meta(description="Where its keys are: an https address, or one on this machine."),
    ] = None
    jwks_file: Annotated[
        Path | None, Meta(description="A file with its keys, instead of an address.")
    ] = None
    algorithms: Annotated[
        tuple[Literal["ES256", "PS256", "RS256"], ...],
        Meta(min_length=1, description="What it may sign with."),
    ] = ("ES256", "PS256", "RS256")
    subject_claim: Annotated[
        str, Meta(min_length=1, description="The claim that says who it is.")
    ] = "sub"
    roles_claim: Annotated[
        str,
        Meta(min_length=1, description="The claim that lists roles; a path such as `a.b` will do."),
    ] = "roles"
    branch_claim: Annotated[
        str | None, Meta(description="The claim that says where staff belong; none: nowhere.")
    ] = None
    branches: Annotated[
        dict[str, BranchName] | None,
        Meta(
            description="Which of its branches is which branch of the bank's, the others none;"
            " left out: what the claim says is the branch."
        ),
    ] = None
    assurance: Annotated[
        int, Meta(ge=1, le=2, description="How many factors it always asks for.")
    ] = 1
    two_factors_acr: Annotated[
        frozenset[str],
        Meta(description="The values of `acr` that say that it asked for two factors this time."),
    ] = frozenset()
    two_factors_amr: Annotated[
        frozenset[str],
        Meta(description="The values of `amr` of which any says so, such as `mfa`."),
    ] = frozenset()
    auth_time_claim: Annotated[
        str | None,
        Meta(
            description="The claim that says when somebody last proved who they are, such as"
            " `auth_time`; none: that is not known, and what needs a fresh proof is refused."
        ),
    ] = None

    def __post_init__(self) -> None:
        """Refuse to have no place of keys, or two, and what says nothing or is said already."""
        if (self.jwks_uri is None) == (self.jwks_file is None):
            raise ValueError("needs a jwks-uri or a jwks-file, and not both")
        if self.branches is not None and self.branch_claim is None:
            raise ValueError("branches needs a branch-claim that says which")
        if self.assurance > 1 and (self.two_factors_acr or self.two_factors_amr):
            raise ValueError("assurance 2 leaves nothing for two-factors-acr and -amr to say")


class TokensSettings(Struct, frozen=True, kw_only=True, rename="kebab"):
    """Access tokens."""

    issuer: Annotated[
        str, Meta(min_length=1, description="The `iss` of tokens that are issued and accepted.")
    ] = "http://127.0.0.1:${bank.server.port}"
    audience: Annotated[
        str, Meta(min_length=1, description="The `aud` of tokens that are issued and accepted.")
    ] = "bank"
    audiences: Annotated[
        dict[str, Literal["JWT", "at+jwt"]],
        Meta(
            description="For whom else clients may get tokens, each with the `typ` that they take:"
            " Spring takes `JWT` unless told otherwise. Also the `typ` for the bank itself."
        ),
    ] = {}
    external: Annotated[
        tuple[ExternalIssuerSettings, ...],
        Meta(description="Issuers beside the bank whose tokens are accepted."),
    ] = ()
    lifetime: Annotated[
        timedelta,
        Meta(
            description="How long a token of `bank token issue` is good for; one with a role of"
            " staff for 8 hours at most."
        ),
    ] = timedelta(minutes=15)
