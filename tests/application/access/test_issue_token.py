from datetime import timedelta

import pytest
from tests.application.scene import OPENED_AT, OPERATOR, SERVICE, Desk

from bank.application.access.issue_token import IssueToken, TokenOrder, TokenShownOnce
from bank.application.ports.authorizer import ActionForbidden

ORDER = TokenOrder(subject="script", roles=("auditor",), lifetime=timedelta(minutes=15))


async def test_a_token_is_issued_and_audited_without_its_text(desk: Desk) -> None:
    token = (await desk.ask(IssueToken, ORDER, OPERATOR)).result
    assert token.expires_at == OPENED_AT + timedelta(minutes=15)
    (event,) = desk.events("token.issue")
    assert (event.object_kind, event.object_id) == ("token", str(token.id))
    assert token.text not in repr(desk.bank.store.committed)


async def test_a_token_is_shown_once(desk: Desk) -> None:
    await desk.ask(IssueToken, ORDER, OPERATOR, key="k")
    with pytest.raises(TokenShownOnce):
        await desk.ask(IssueToken, ORDER, OPERATOR, key="k")


async def test_only_the_operator_issues_tokens(desk: Desk) -> None:
    with pytest.raises(ActionForbidden):
        await desk.ask(IssueToken, ORDER, SERVICE)
