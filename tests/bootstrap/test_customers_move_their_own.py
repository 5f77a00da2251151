"""The bank does not start with a table by which customers move money that is not theirs."""

from pathlib import Path

import pytest

import bank.bootstrap.every_use_case  # noqa: F401 - so that all are declared
from bank.application.pipeline.declaration import (
    UseCaseKind,
    declaration_of,
    declared_use_cases,
)
from bank.application.pipeline.payments import MOVES_MONEY
from bank.bootstrap.configuration import ConfigurationError
from bank.bootstrap.permissions_file import read_permissions

TAKES_NONE_AWAY = {"business_day.close", "deposit.post", "hold.release", "hold.tidy"}
"""Postings by which no money leaves anybody's account."""


def _written(folder: Path, text: str) -> Path:
    path = folder / "file.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "rule",
    [
        "always: [transfer.post_bulk]",
        "two_factors: [withdrawal.post]",
        "always: [payment.without_challenge]",
    ],
)
def test_customers_are_not_let_at_others_money_by_the_file(tmp_path: Path, rule: str) -> None:
    path = _written(tmp_path, f"roles: {{customer: {{{rule}}}}}")
    with pytest.raises(ConfigurationError, match="where they hold the account, or not at all"):
        read_permissions(path)


def test_they_may_be_let_at_their_own(tmp_path: Path) -> None:
    given = "own: [hold.capture, hold.place], owning: [withdrawal.post]"
    path = _written(tmp_path, f"roles: {{customer: {{{given}}}, teller: {{always: [entry.post]}}}}")
    assert len(read_permissions(path).rules) == 4


def test_of_every_posting_it_is_known_whether_money_leaves_by_it() -> None:
    """A new one is put where it belongs, or customers could be let at others' money by it."""
    postings = {
        action
        for action, each in declared_use_cases().items()
        if each.__module__.startswith("bank.") and declaration_of(each).kind is UseCaseKind.POSTING
    }
    assert postings - MOVES_MONEY == TAKES_NONE_AWAY
