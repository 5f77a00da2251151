from pathlib import Path

import pytest

from bank.bootstrap.configuration import ConfigurationError
from bank.bootstrap.permissions_file import read_permissions
from bank.domain.policies import Effect, RoleLimit, Rule


def _written(folder: Path, text: str) -> Path:
    path = folder / "file.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_role_may_have_the_actions_of_another_among_its_own(tmp_path: Path) -> None:
    path = _written(
        tmp_path,
        """
        roles:
          officer:
            always:
              - account.block
              - &reader [account.list, account.read]
          auditor:
            always: *reader
            own: [customer.read]
        """,
    )
    assert read_permissions(path).rules == (
        Rule("officer", "account.block", "always"),
        Rule("officer", "account.list", "always"),
        Rule("officer", "account.read", "always"),
        Rule("auditor", "account.list", "always"),
        Rule("auditor", "account.read", "always"),
        Rule("auditor", "customer.read", "own"),
    )


def test_everything_but_some_actions_is_every_other_that_anybody_may(tmp_path: Path) -> None:
    path = _written(
        tmp_path,
        """
        roles:
          officer: {always: [account.block, me.read]}
          clerk: {own: [deposit.post]}
        deny:
          officer: &surely
            one_factor: {everything-but: [me.read]}
          clerk: *surely
        """,
    )
    denied = [rule for rule in read_permissions(path).rules if rule.effect is Effect.DENY]
    assert denied == [
        Rule(role, action, "one_factor", Effect.DENY)
        for role in ("officer", "clerk")
        for action in ("account.block", "deposit.post")
    ]


@pytest.mark.parametrize(
    ("denial", "sentence"),
    [
        ("{everything-but: [me.raed]}", "spares me.raed, which nobody may do"),
        ("{everything-butt: [me.read]}", "everything-butt"),
        ("{}", "everything-but"),
    ],
)
def test_a_misspelt_exception_is_refused(tmp_path: Path, denial: str, sentence: str) -> None:
    text = "roles: {officer: {always: [me.read]}}\ndeny: {officer: {one_factor: " + denial + "}}"
    with pytest.raises(ConfigurationError, match=sentence):
        read_permissions(_written(tmp_path, text))


def test_permissions_have_denials_limits_and_what_a_role_is(tmp_path: Path) -> None:
    path = _written(
        tmp_path,
        """
        about: {officer: looks after the rules}
        roles:
          officer: {always: [account.block]}
          clerk: {under_the_limit: [deposit.post]}
        deny:
          officer: {one_factor: [account.block]}
        limits:
          clerk: {EUR: '1000.00', JPY: '5'}
        """,
    )
    read = read_permissions(path)
    assert read.roles == {"officer": "looks after the rules", "clerk": "clerk"}
    assert read.rules[-1] == Rule("officer", "account.block", "one_factor", Effect.DENY)
    assert read.limits == (RoleLimit("clerk", "EUR", 100_000), RoleLimit("clerk", "JPY", 5))


@pytest.mark.parametrize(
    "wrong",
    [
        "roles: {clerk: {sometimes: [deposit.post]}}",
        "{roles: {}, deny: {clerk: {always: [deposit.post]}}}",
        "{roles: {}, about: {clerk: counts}}",
        "{roles: {clerk: {}}, limits: {clerk: {EUR: '1.234'}}}",
        "{roles: {clerk: {}}, limits: {clerk: {XXZ: '1.00'}}}",
    ],
)
def test_permissions_that_mean_nothing_are_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(ConfigurationError):
        read_permissions(_written(tmp_path, wrong))
