"""How entries are asked for: the parameters of every list of them."""

from datetime import date
from typing import Annotated, Literal

from litestar.params import QueryParameter

from bank.application.pipeline.entry_search import EntrySearch
from bank.application.ports.entries import Direction
from bank.domain.ledger.entries import EntryKind
from bank.domain.money import AMOUNT_PATTERN
from bank.interfaces.http.v1.entries import Kind
from bank.interfaces.http.v1.texts import addressed

FirstDay = Annotated[
    date | None, QueryParameter(name="from", description="First booking date, included.")
]
LastDay = Annotated[
    date | None, QueryParameter(name="to", description="Last booking date, included.")
]
KindWanted = Annotated[
    Kind | None, QueryParameter(name="kind", description="What the entries were made for.")
]
_AMOUNT = (
    "Decimal string in the account's currency; the amount is compared without its sign, included."
)
AmountFrom = Annotated[
    str | None,
    QueryParameter(
        max_length=40,
        description=f"The smallest amount. {_AMOUNT}",
        schema_extra={"pattern": AMOUNT_PATTERN},
    ),
]
AmountTo = Annotated[
    str | None,
    QueryParameter(
        max_length=40,
        description=f"The largest amount. {_AMOUNT}",
        schema_extra={"pattern": AMOUNT_PATTERN},
    ),
]
DirectionWanted = Annotated[
    Literal["in", "out"] | None,
    QueryParameter(description="Whether the money came to the account or left it."),
]
Counterparty = Annotated[
    str | None,
    QueryParameter(
        max_length=64,
        description="The id or the external reference of another account that the entry moved,"
        " never its number.",
    ),
]


def entry_search(  # noqa: PLR0917 - a filter's fields are its query's parameters
    booked_from: date | None,
    booked_to: date | None,
    kind: Kind | None,
    amount_from: str | None,
    amount_to: str | None,
    direction: Literal["in", "out"] | None,
    counterparty: str | None,
) -> EntrySearch:
    """Read what is asked for."""
    return EntrySearch(
        booked_from=booked_from,
        booked_to=booked_to,
        kind=kind_wanted(kind),
        amount_from=amount_from,
        amount_to=amount_to,
        direction=None if direction is None else Direction(direction),
        counterparty=None
        if counterparty is None
        else addressed(counterparty, "query", "counterparty"),
    )


def kind_wanted(kind: Kind | None) -> EntryKind | None:
    """Give the kind as the books know it."""
    return None if kind is None else EntryKind[kind.name]
