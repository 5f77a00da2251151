"""The bank does not start with a table by which customers move money that is not theirs."""

from pathlib import Path

import pytest

from bank.bootstrap.configuration import ConfigurationError
from bank.bootstrap.permissions_file import read_permissions


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
