"""What must be true after a round: nothing missing, nothing twice, a no is still a no.

Each proof gives a sentence for every offence. They ask the bank over HTTP, as any client may.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.crash.asking import Answer
from tests.crash.clients import Asking
from tests.crash.record import Kept, Operation
from tests.crash.tally import Tally, hold_of, minor, reversed_by

_PAGE = 200
_LOOKED_UP = 25
MakeAsking = Callable[[], Asking]


def prove(
    records: Sequence[Sequence[Kept]], accounts: Sequence[str], make: MakeAsking
) -> list[str]:
    """Prove a round from its clients' records. Raises ``NeverTold``."""
    tally = Tally()
    for record in records:
        tally.count(record)

    def of_record(record: Sequence[Kept]) -> list[str]:
        with make() as asking:
            found = [sentence for kept in record for sentence in _of_operation(kept, tally, asking)]
        return found + asking.oddities

    with ThreadPoolExecutor(max(1, len(records))) as threads:
        found = [sentence for part in threads.map(of_record, records) for sentence in part]
    found += tally.contradictions + prove_accounts(tally, accounts, make)
    with make() as asking:
        found += [each for account in accounts for each in _statement(account, tally, asking)]
    return found + asking.oddities


def prove_accounts(tally: Tally, accounts: Sequence[str], make: MakeAsking) -> list[str]:
    """Balance, what is held and available, and the number of postings of each account."""
    with make() as asking:
        found = [sentence for each in accounts for sentence in _of_account(each, tally, asking)]
    return found + asking.oddities


def _of_account(account: str, tally: Tally, asking: Asking) -> Iterator[str]:
    told = asking.read(f"/v1/accounts/{account}/balance").body
    balance, held = tally.balances[account], tally.held(account)
    expected = {"balance": balance, "held": held, "available": balance - held}
    for name, amount in expected.items():
        if minor(told[name]) != amount:
            yield f"account {account}: {name} is {minor(told[name])}, the tally says {amount}"
    newest = asking.read(f"/v1/accounts/{account}/entries?limit=1").body["items"]
    postings = newest[0]["sequence"] if newest else 0
    if postings != tally.postings[account]:
        counted = tally.postings[account]
        yield f"account {account}: has {postings} postings, the tally says {counted}"


def _statement(account: str, tally: Tally, asking: Asking) -> Iterator[str]:
    """Every entry of an account, with its amount: none missing, none twice, none unasked."""
    expected = tally.statement(account)
    path = f"/v1/accounts/{account}/entries?limit={_PAGE}"
    cursor: str | None = ""
    met: set[str] = set()
    while cursor is not None:
        page = asking.read(f"{path}&cursor={cursor}" if cursor else path).body
        for told in page["items"]:
            entry, amount = told["id"], minor(told["amount"])
            if entry in met:
                yield f"account {account}: its statement has the entry {entry} twice"
            elif amount != expected.get(entry):
                wanted = expected.get(entry, "nothing")
                yield f"account {account}: entry {entry} is {amount}, the tally says {wanted}"
            met.add(entry)
        cursor = page["next_cursor"]
    for entry in expected.keys() - met:
        yield f"account {account}: its statement lacks the entry {entry}"


def _of_operation(kept: Kept, tally: Tally, asking: Asking) -> Iterator[str]:
    operation, first = kept.operation, kept.answer
    if first is None:
        yield f"{_named(operation)}: nobody was told what became of it"
        return
    again, _ = asking.until_definite(operation)
    if _lasting(again) != _lasting(first):
        yield (
            f"{_named(operation)}: asked again, the bank says {again.status} {_lasting(again)},"
            f" first it said {first.status} {_lasting(first)}"
        )
    if not again.replayed:
        yield f"{_named(operation)}: asked again, it was done or decided anew"
    if first.done:
        faults = _LOOK_UPS[operation.kind](kept, first, tally, asking)
        yield from (f"{_named(operation)}: {fault}" for fault in faults)
    elif chosen := operation.body.get("id"):
        yield from (f"{_named(operation)}: {fault}" for fault in _is_absent(chosen, asking))


def _lasting(answer: Answer) -> Any:
    """Give what an answer and its replay have in common: all but who asked when."""
    if "outcomes" in answer.body:
        outcomes = answer.body["outcomes"]
        return answer.status, [each | {"replayed": False} for each in outcomes]
    return answer.status, {k: v for k, v in answer.body.items() if k != "request_id"}


def _named(operation: Operation) -> str:
    return f"{operation.kind} {operation.key}"


def _is_absent(entry: str, asking: Asking) -> Iterator[str]:
    if (status := asking.read(f"/v1/transfers/{entry}").status) != 404:
        yield f"it was refused, and reading {entry} answers {status}"


def _entry(kept: Kept, first: Answer, tally: Tally, asking: Asking) -> Iterator[str]:
    yield from _entry_is(first.body["id"], tally, asking)


def _entry_is(entry: str, tally: Tally, asking: Asking) -> Iterator[str]:
    told = asking.read(f"/v1/transfers/{entry}")
    if not told.done:
        yield f"it was acknowledged, and reading {entry} answers {told.status}"
        return
    moved = tally.entries[entry]
    found = (told.body["debit_account_id"], told.body["credit_account_id"])
    for wanted, account in zip((moved.debit, moved.credit), found, strict=True):
        if wanted not in {"till", account}:
            yield f"entry {entry} is on account {account} instead of {wanted}"
    if minor(told.body["amount"]) != moved.amount:
        yield f"entry {entry} has the amount {told.body['amount']} instead of {moved.amount}"


def _bulk(kept: Kept, first: Answer, tally: Tally, asking: Asking) -> Iterator[str]:
    outcomes = first.body["outcomes"]
    # The statements name every line; of a large bulk some are looked up by their ids as well.
    for outcome in outcomes[:: 1 + len(outcomes) // _LOOKED_UP]:
        if outcome["status"] == "posted":
            yield from _entry_is(outcome["id"], tally, asking)
        else:
            yield from _is_absent(outcome["id"], asking)
    statuses = {outcome["status"] for outcome in outcomes}
    if kept.operation.body["atomic"] and len(statuses) > 1:
        yield "it is atomic, and was posted in part"


def _hold(kept: Kept, first: Answer, tally: Tally, asking: Asking) -> Iterator[str]:
    yield from _hold_is(first.body["id"], tally, asking)


def _hold_is(hold: str, tally: Tally, asking: Asking) -> Iterator[str]:
    told = asking.read(f"/v1/holds/{hold}")
    if not told.done:
        yield f"it was acknowledged, and reading hold {hold} answers {told.status}"
        return
    wanted = tally.holds[hold]
    found = (
        told.body["status"],
        minor(told.body["amount"]),
        minor(told.body["captured"]),
        minor(told.body["remaining"]),
    )
    expected = (wanted.status, wanted.amount, wanted.captured, wanted.remaining)
    if found != expected:
        yield f"hold {hold} is {found}, the tally says {expected}"


def _capture(kept: Kept, first: Answer, tally: Tally, asking: Asking) -> Iterator[str]:
    yield from _entry_is(first.body["id"], tally, asking)
    yield from _hold_is(hold_of(kept.operation), tally, asking)


def _release(kept: Kept, first: Answer, tally: Tally, asking: Asking) -> Iterator[str]:
    yield from _hold_is(hold_of(kept.operation), tally, asking)


def _reversal(kept: Kept, first: Answer, tally: Tally, asking: Asking) -> Iterator[str]:
    yield from _entry_is(first.body["id"], tally, asking)
    told = asking.read(f"/v1/ledger/entries/{first.body['id']}")
    wanted = reversed_by(kept.operation)
    if told.done and told.body["reverses"] != wanted:
        yield f"it reverses {told.body['reverses']} instead of {wanted}"


def _customer(kept: Kept, first: Answer, tally: Tally, asking: Asking) -> Iterator[str]:
    told = asking.read(f"/v1/customers/{first.body['id']}")
    if not told.done or told.body["full_name"] != kept.operation.body["full_name"]:
        yield f"it was acknowledged, and reading the customer answers {told.status}"


_LOOK_UPS: dict[str, Callable[[Kept, Answer, Tally, Asking], Iterator[str]]] = {
    "transfer": _entry,
    "deposit": _entry,
    "withdrawal": _entry,
    "bulk": _bulk,
    "hold": _hold,
    "capture": _capture,
    "release": _release,
    "reversal": _reversal,
    "customer": _customer,
}
