"""A key that stands for an entry is refused to whatever else is asked for under it.

Decided over what is remembered, a batch takes all keys for new: what becomes no entry (a hold that
is placed, a day that is closed, the key of a job) no index of entries keeps from it.
"""

from datetime import timedelta

import pytest
from tests.application.posting.batches import said
from tests.contracts.accounts import ref
from tests.contracts.backend import NOW, named
from tests.contracts.remembering import Scene, pays

from bank.application.ports.idempotency import RequestKey
from bank.domain.ledger.refusals import IdempotencyKeyReused
from bank.domain.ledger.requests import DayClosing, HoldRequest, Leg


@pytest.mark.parametrize("what", ["a hold", "a closed day", "a transfer with an id"])
async def test_an_entrys_key_is_taken_for_nothing_else(scene: Scene, what: str) -> None:
    one, other = await scene.known()
    assert await scene.at_once(pays("entry", one, other)) == ["posted"]
    key, digest = named("entry"), bytes(16)
    if what == "a hold":
        hold = HoldRequest(key, digest, Leg(*ref(one), 10, "EUR"), NOW + timedelta(days=1))
        job = scene.bank.job(hold)
    elif what == "a closed day":
        job = scene.bank.job(DayClosing(key, digest))
    else:
        chosen = pays("id", one, other, key_is_id=True)
        job = scene.bank.job(chosen, key=RequestKey(key, digest))
    (answered,) = await scene.bank.post(job)
    if not isinstance(answered, IdempotencyKeyReused):
        assert said(answered) == ["idempotency_key_reused"]
