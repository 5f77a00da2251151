"""What an answer counts for: a transfer that was posted, a page that was read, or nothing."""

import msgspec

from bench.load.wire import Answer

_POSTED = "posted"


class _Outcome(msgspec.Struct):
    status: str
    replayed: bool = False

    @property
    def counts(self) -> bool:
        return self.status == _POSTED and not self.replayed


class _Outcomes(msgspec.Struct):
    outcomes: list[_Outcome]


class _Balance(msgspec.Struct):
    balance: msgspec.Raw


class _Page(msgspec.Struct):
    items: list[msgspec.Raw]


_outcome = msgspec.json.Decoder(_Outcome)
_outcomes = msgspec.json.Decoder(_Outcomes)
_balance = msgspec.json.Decoder(_Balance)
_page = msgspec.json.Decoder(_Page)


def posted_of_bulk(answer: Answer, size: int) -> int:
    """Give how many of a bulk of `size` were posted: none, unless each of them has its outcome.

    What was answered before does not count, be it the whole bulk or one of its outcomes.
    """
    if answer.status != 200 or answer.replayed:  # noqa: PLR2004
        return 0
    try:
        outcomes = _outcomes.decode(answer.body).outcomes
    except msgspec.MsgspecError:
        return 0
    if len(outcomes) != size:
        return 0
    return sum(outcome.counts for outcome in outcomes)


def is_posted(answer: Answer) -> bool:
    """Tell whether a transfer was posted: 202, held and replayed answers are not that."""
    if answer.status != 201 or answer.replayed:  # noqa: PLR2004
        return False
    try:
        return _outcome.decode(answer.body).counts
    except msgspec.MsgspecError:
        return False


def is_read(answer: Answer, kind: str) -> bool:
    """Tell whether a balance, or a page of entries, was given."""
    if answer.status != 200:  # noqa: PLR2004
        return False
    try:
        (_balance if kind == "balance" else _page).decode(answer.body)
    except msgspec.MsgspecError:
        return False
    return True
