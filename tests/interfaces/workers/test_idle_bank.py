"""A bank in which nothing happens leaves nothing: no audit event, no key, no span."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.application.approvals.checkers import Checked, a_rule, checked
from tests.application.scene import OPENED_AT, WORKER
from tests.signing import token_ports

from bank.application.identity.notices.messenger import Messengers
from bank.application.identity.recovery.finish_factor_resets import (
    FinishFactorResets,
    OverdueFactorResets,
)
from bank.infrastructure.access_tokens.token_rules import TokenRules
from bank.infrastructure.keystore.local_key_service import LocalKeyService
from bank.interfaces.workers.approving import Approving
from bank.interfaces.workers.notices import SendingNotices
from bank.interfaces.workers.resets import Resets
from bank.interfaces.workers.tidying import Tidying

Ports = Mapping[type[Any], Any]


@pytest.fixture
def ports(tmp_path: Path) -> Ports:
    keys = LocalKeyService.open_or_create(tmp_path / "keys", OPENED_AT)
    return token_ports(keys, TokenRules("tests", "tests"))


def _workers(desk: Checked) -> list[Any]:
    bank, nobody = desk.bank, Messengers(None, None)  # type: ignore[arg-type]
    return [
        Approving(bank.pipeline, desk.runs, bank.ids, bank.digests),
        Tidying(bank.pipeline, bank.ids, bank.digests),
        Resets(bank.pipeline, bank.digests),
        SendingNotices(bank.pipeline, nobody, bank.clock, bank.digests),
    ]


async def test_an_idle_banks_audit_trail_does_not_grow(ports: Ports) -> None:
    """Scenario: every worker that looks more often than once a day looks ten times over.

    Outcome: there is nothing that was not there before: no audit event, no key, no event, no span.
    """
    async with checked(a_rule("transfer.post"), ports=ports) as desk:
        kept = desk.bank.store.committed
        before = len(kept.audit_events), len(kept.outbox), len(kept.records)
        spans = len(desk.bank.tracer.spans)
        for _ in range(10):
            for worker in _workers(desk):
                await worker.once()
        assert (len(kept.audit_events), len(kept.outbox), len(kept.records)) == before
        assert desk.bank.tracer.spans[spans:] == []


async def test_who_is_no_worker_leaves_an_event_whatever_there_was_to_do(ports: Ports) -> None:
    async with checked(a_rule("transfer.post"), ports=ports) as desk:
        somebody = replace(WORKER, kind="token", pseudonym="somebody with the worker's role")
        await desk.ask(FinishFactorResets, OverdueFactorResets(), somebody)
        assert [each.actor for each in desk.events("factor_reset.finish")] == [somebody.pseudonym]
