"""What is known under an idempotency key: whoever asks again gets the first answer."""

from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.pipeline.scopes import Scope, Scopes
from bank.application.ports.idempotency import IdempotencyRecord, IdempotencyRecords, RequestKey
from bank.domain.audit import Outcome
from bank.domain.ledger.refusals import IdempotencyKeyReused
from bank.domain.refusals import Refusal, every_refusal


async def known_under(scope: Scope, key: RequestKey) -> IdempotencyRecord | None:
    """Give the record of what was done under a key, if anything was.

    Refuses a key of another request; what was refused is refused again.
    """
    record = await (await scope.get(IdempotencyRecords)).find(key.key)
    if record is None:
        return None
    if record.digest != key.digest:
        raise IdempotencyKeyReused
    if record.outcome is Outcome.REFUSED or record.object_id is None:
        raise restored(record)
    return record


async def is_only_noted(scopes: Scopes, act: Act) -> bool:
    """Whether a posting was approved and done: what the policy has become undoes it no more.

    Whoever repeats a request of their own is asked for their permission, as for a read.
    """
    if act.approved is None or act.key is None:
        return False
    async with scopes.open(UseCaseKind.QUERY) as scope:
        record = await (await scope.get(IdempotencyRecords)).find(act.key.key)
    return record is not None and record.outcome is Outcome.DONE


def restored(record: IdempotencyRecord) -> Refusal:
    """Give the refusal that a record keeps, marked as one that was answered before."""
    kept = every_refusal().get(record.code or "", Refusal)
    refusal = kept(record.detail or "", **record.context)
    refusal.replayed = True
    return refusal
