"""Posting a batch: one bulk, and what becomes of each of its transfers."""

from collections.abc import Sequence
from enum import StrEnum

import httpx
import msgspec

from bank.interfaces.cli.importing.calling import BankCaller
from bank.interfaces.cli.importing.identity import ImportIdentity
from bank.interfaces.cli.importing.problem import Problem, problem_of
from bank.interfaces.cli.importing.reading.batches import Batch
from bank.interfaces.cli.importing.reading.checking import Transfer
from bank.interfaces.cli.importing.reading.faults import BadLine, Fault
from bank.interfaces.cli.importing.stopping import ImportStopped

_PATH = "/v1/transfers/bulk"
_OK = 200
_WAITS = 202
_FORBIDDEN = 403
_ABOUT_CONTENT = frozenset({400, 413, 422})
_REJECTED_ALONE_MAX = 200


class Status(StrEnum):
    """What the import tells apart; any status that it does not know is pending."""

    POSTED = "posted"
    REFUSED = "refused"


class Outcome(msgspec.Struct, frozen=True, gc=False):
    """The bank's answer to one transfer."""

    id: str
    status: str
    code: str | None = None
    detail: str | None = None


class _Answer(msgspec.Struct):
    outcomes: list[Outcome]


class BatchResult(msgspec.Struct):
    """What became of a batch: counts of records, and the bad lines in the order of the file."""

    posted: int
    pending: int
    bad: list[BadLine]


class BulkPoster:
    """Posts batches as bulks.

    Where the bank rejects a whole bulk for what one line holds, or for its size, the bulk is halved
    until that line stands alone, or the bank takes it.
    """

    def __init__(self, caller: BankCaller, identity: ImportIdentity) -> None:
        """Take the way to the bank, and whose keys the bulks get."""
        self._caller = caller
        self._identity = identity
        self._encoder = msgspec.json.Encoder()
        self._decoder = msgspec.json.Decoder(_Answer)

    async def post(self, batch: Batch) -> BatchResult:
        """Post a batch until each transfer has its outcome; stops when that cannot be had."""
        outcomes = await self._outcomes(batch.transfers, [0]) if batch.transfers else []
        posted = sum(outcome.status == Status.POSTED for outcome in outcomes)
        refused = [
            BadLine(line, line_id, Fault(outcome.code or "refused", outcome.detail or ""))
            for outcome, line, line_id in zip(outcomes, batch.lines, batch.line_ids, strict=True)
            if outcome.status == Status.REFUSED
        ]
        return BatchResult(
            posted,
            len(outcomes) - posted - len(refused),
            sorted([*batch.bad, *refused], key=lambda bad: bad.line),
        )

    async def _outcomes(
        self, transfers: Sequence[Transfer], rejected: list[int]
    ) -> Sequence[Outcome]:
        body = b'{"transfers":' + self._encoder.encode(transfers) + b"}"
        answer = await self._caller.ask(
            "POST", _PATH, body=body, key=self._identity.batch_key(body)
        )
        if answer.status_code == _OK:
            return self._decoded(answer, transfers)
        problem = problem_of(answer)
        if answer.status_code not in _ABOUT_CONTENT:
            raise ImportStopped(_stopping(answer.status_code, problem))
        if len(transfers) == 1:
            rejected[0] += 1
            if rejected[0] > _REJECTED_ALONE_MAX:
                raise ImportStopped(f"The bank rejects line after line: {problem.sentence}")
            return [Outcome(transfers[0].id, Status.REFUSED, problem.code, problem.sentence)]
        middle = len(transfers) // 2
        return [
            *await self._outcomes(transfers[:middle], rejected),
            *await self._outcomes(transfers[middle:], rejected),
        ]

    def _decoded(self, answer: httpx.Response, transfers: Sequence[Transfer]) -> Sequence[Outcome]:
        try:
            outcomes = self._decoder.decode(answer.content).outcomes
        except msgspec.DecodeError as error:
            raise ImportStopped("What answers at this address is no bank.") from error
        if [outcome.id for outcome in outcomes] != [transfer.id for transfer in transfers]:
            raise ImportStopped(
                "The bank's outcomes are not those of the transfers that were sent."
            )
        return outcomes


def _stopping(status: int, problem: Problem) -> str:
    if status == _WAITS:
        return "By the bank's rules others have to approve bulks of this token: exempt its role."
    if status == _FORBIDDEN:
        return "The token's roles may not post bulks of transfers; service_account may."
    return f"The bank answered {status}: {problem.sentence}"
