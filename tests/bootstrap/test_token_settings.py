"""The settings of tokens: for whom they are made, and whose are accepted beside the bank's."""

from pathlib import Path
from typing import Any

import pytest

from bank.bootstrap.bank_configuration import bank_settings, load_bank_configuration
from bank.bootstrap.configuration import ConfigurationError
from bank.bootstrap.providers.tokens import external_issuers
from bank.bootstrap.settings import BankSettings

ROLES = frozenset({"teller", "auditor"})
WHOLE = """
bank:
  tokens:
    issuer: https://bank.example
    audiences:
      "[https://ledger.example]": at+jwt
      payments: JWT
    external:
      - name: sso
        issuer: https://sso.example/realms/bank
        jwks-uri: https://sso.example/realms/bank/protocol/openid-connect/certs
        audience: bank
        roles-claim: realm_access.roles
        roles:
          bank-teller: teller
          bank-auditor: auditor
        branch-claim: branch
        branches:
          Hafen: harbour
          "[Altstadt 1.OG]": old-town
        two-factors-acr: [gold]
        two-factors-amr: [mfa]
        auth-time-claim: auth_time
"""
SSO = {
    "name": "sso",
    "issuer": "https://sso.example",
    "audience": "bank",
    "jwks-uri": "https://sso.example/certs",
    "roles.staff": "teller",
}


def _bound(tmp_path: Path, text: str = "", *arguments: str) -> BankSettings:
    (tmp_path / "application.yaml").write_text(text or "bank: {}")
    configuration = load_bank_configuration(arguments, environment={}, directory=tmp_path)
    return bank_settings(configuration)


def _with(*issuers: dict[str, Any]) -> tuple[str, ...]:
    return tuple(
        f"--bank.tokens.external[{index}].{name}={value}"
        for index, issuer in enumerate(issuers)
        for name, value in issuer.items()
        if value is not None
    )


def _issuers(tmp_path: Path, *issuers: dict[str, Any]) -> Any:
    return external_issuers(_bound(tmp_path, "", *_with(*issuers)).tokens, ROLES)


def test_without_settings_tokens_are_for_the_bank_alone_and_only_its_own_are_accepted(
    tmp_path: Path,
) -> None:
    tokens = _bound(tmp_path).tokens
    assert (dict(tokens.audiences), tokens.external) == ({}, ())
    assert external_issuers(tokens, ROLES) == []


def test_an_issuer_is_described_as_a_whole(tmp_path: Path) -> None:
    tokens = _bound(tmp_path, WHOLE).tokens
    assert tokens.audiences == {"https://ledger.example": "at+jwt", "payments": "JWT"}
    (made,) = external_issuers(tokens, ROLES)
    rules = made.rules
    assert (rules.name, rules.issuer) == ("sso", "https://sso.example/realms/bank")
    assert rules.roles == {"bank-teller": "teller", "bank-auditor": "auditor"}
    assert (rules.roles_claim, rules.subject_claim) == ("realm_access.roles", "sub")
    assert (rules.branch_claim, rules.assurance) == ("branch", 1)
    assert rules.branches == {"Hafen": "harbour", "Altstadt 1.OG": "old-town"}
    assert rules.two_factors_acr == frozenset({"gold"})
    assert rules.two_factors_amr == frozenset({"mfa"})
    assert rules.auth_time_claim == "auth_time"
    assert rules.algorithms == ("ES256", "PS256", "RS256")


def test_without_a_map_of_branches_there_is_none(tmp_path: Path) -> None:
    (made,) = _issuers(tmp_path, SSO | {"branch-claim": "branch"})
    assert made.rules.branches is None


def test_keys_may_come_from_a_file(tmp_path: Path) -> None:
    assert _issuers(tmp_path, SSO | {"jwks-uri": None, "jwks-file": "keys.json"})


@pytest.mark.parametrize(
    ("issuers", "sentence"),
    [
        ([SSO | {"jwks-uri": None}], "needs a jwks-uri or a jwks-file"),
        ([SSO | {"jwks-file": "keys.json"}], "needs a jwks-uri or a jwks-file"),
        ([SSO | {"jwks-uri": "http://sso.example/certs"}], "https address"),
        ([SSO | {"name": "S|O"}], "does not fit"),
        ([SSO | {"algorithms": "HS256"}], "does not fit"),
        ([SSO | {"algorithms": "none"}], "does not fit"),
        ([SSO | {"assurance": "3"}], "does not fit"),
        ([SSO | {"assurance": "2", "two-factors-amr[0]": "mfa"}], "leaves nothing"),
        ([SSO | {"branches.Hafen": "harbour"}], "needs a branch-claim"),
        ([SSO | {"branch-claim": "b", "branches.Hafen": "the harbour"}], "does not fit"),
        ([SSO | {"roles.staff": "owner_of_all"}], "names a role that is none"),
        ([SSO | {"issuer": "http://127.0.0.1:8080"}], "an issuer that is known already"),
        ([SSO, SSO | {"name": "other"}], "an issuer that is known already"),
        ([SSO, SSO | {"issuer": "https://other.example"}], "a name that another one has"),
    ],
)
def test_what_cannot_be_right_is_told_at_the_start(
    tmp_path: Path, issuers: list[dict[str, Any]], sentence: str
) -> None:
    with pytest.raises(ConfigurationError, match=sentence):
        _issuers(tmp_path, *issuers)


def test_an_audience_takes_a_type_that_there_is(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="does not fit"):
        _bound(tmp_path, "", "--bank.tokens.audiences.payments=jwt")
