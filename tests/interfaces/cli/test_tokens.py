"""What `bank token issue` asks for."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import pytest
from typer.testing import CliRunner

from bank.application.access.issue_token import TokenReceipt
from bank.interfaces.cli.tokens import Tokens, token_commands

UNTIL = datetime(2026, 11, 24, 9, 45, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ([], ("me", ("teller",), 1, None)),
        (["--factors", "2", "--branch", "main"], ("me", ("teller",), 2, "main")),
    ],
)
def test_a_token_is_asked_for_as_it_was_said(
    said: list[str], asked: tuple[str, tuple[str, ...], int, str | None]
) -> None:
    heard: list[tuple[str, tuple[str, ...], int, str | None]] = []

    def issue(
        _settings: Sequence[str],
        subject: str,
        roles: tuple[str, ...],
        factors: int,
        branch: str | None,
    ) -> TokenReceipt:
        heard.append((subject, roles, factors, branch))
        return TokenReceipt(id=UUID(int=1), text="the token", expires_at=UNTIL)

    tokens = Tokens(issue=issue, shut_out=print, let_in=print)
    done = CliRunner().invoke(
        token_commands(tokens), ["issue", "--subject", "me", "--role", "teller", *said]
    )
    assert done.exit_code == 0, done.output
    assert heard == [asked]
    assert done.stdout == "the token\n"
