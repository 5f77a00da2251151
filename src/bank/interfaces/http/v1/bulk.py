"""A bulk of transfers: thousands in one body, so what runs once a transfer is kept plain."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from bank.application.pipeline.turns import in_turns
from bank.application.ports.ledger import Posted, Refused
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_bulk import BULK_MAX, BulkOrder, BulkReceipt
from bank.domain.account_names import NAME_LENGTH_MAX
from bank.domain.ledger.refusals import IdempotencyKeyReused, LinkedRequestRefused
from bank.domain.money import CURRENCIES, currency, to_minor, to_text
from bank.domain.refusals import Refusal
from bank.interfaces.http.documentation import PER_TRANSFER, Codes
from bank.interfaces.http.explanations import FieldError
from bank.interfaces.http.refusals import (
    BulkTooLarge,
    InvalidReference,
    InvalidRequest,
    InvalidValueDate,
)
from bank.interfaces.http.v1.money import Money
from bank.interfaces.http.v1.texts import REFERENCE_MAX, is_visible_text

_CODES: Codes = (
    *PER_TRANSFER,
    IdempotencyKeyReused,
    LinkedRequestRefused,
    InvalidReference,
    InvalidValueDate,
)
_CODES_SAY = "Why it was refused:\n" + "\n".join(
    f"- `{each.code}`: {each.title}" for each in _CODES
)
_EXPONENTS = {code: each.exponent for code, each in CURRENCIES.items()}


BulkAccount = Annotated[
    str,
    Meta(
        description="The account's id, its number, or its external reference; anything else refuses"
        " the transfer alone.",
        extra_json_schema={"minLength": 1, "maxLength": NAME_LENGTH_MAX},
    ),
]


class BulkTransfer(Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """One transfer of a bulk, with the id that makes it known for ever.

    A wrong type or field refuses the whole bulk; a text that is no account, amount, currency,
    reference or date refuses its transfer alone.
    """

    id: UUID
    debit_account_id: BulkAccount
    credit_account_id: BulkAccount
    amount: Money
    reference: str | None = None
    value_date: Annotated[str | None, Meta(extra_json_schema={"format": "date"})] = None


class BulkToPost(Struct, frozen=True, forbid_unknown_fields=True):
    """Transfers, decided in this order: each alone, or with `atomic` all or none."""

    transfers: Annotated[
        list[BulkTransfer], Meta(extra_json_schema={"minItems": 1, "maxItems": BULK_MAX})
    ]
    atomic: bool = False


class BulkOutcome(Struct, frozen=True, omit_defaults=True, gc=False):
    """What became of one transfer.

    Posted: both accounts' resulting balances, in the transfer's currency, if you may read every
    account. Refused: the code and
    what it means. `replayed` where the same transfer was answered before.
    """

    id: UUID
    status: Literal["posted", "refused", "would_post", "would_refuse"]
    debit_balance: str | None = None
    credit_balance: str | None = None
    code: Annotated[str | None, Meta(description=_CODES_SAY)] = None
    detail: str | None = None
    replayed: bool = False


class BulkView(Struct, frozen=True):
    """One outcome for each transfer, in the order of the transfers."""

    outcomes: list[BulkOutcome]


async def bulk_order(data: BulkToPost, transfers_max: int) -> BulkOrder:
    """Read the transfers; refuses only what no transfer can be blamed for: none, or too many."""
    count = len(data.transfers)
    if not count:
        raise InvalidRequest(errors=[FieldError("body", "/transfers", "Send at least one.")])
    if count > transfers_max:
        raise BulkTooLarge(f"A bulk has at most {transfers_max} transfers, this one {count}.")
    orders: list[TransferOrder | Refusal] = []
    async for some in in_turns(data.transfers):
        orders += [_order(transfer) for transfer in some]
    return BulkOrder(orders, atomic=data.atomic)


async def bulk_view(
    data: BulkToPost, receipt: BulkReceipt, *, dry_run: bool, with_balances: bool
) -> BulkView:
    """Show the outcomes, with balances for those who may read every account."""
    posted: Literal["posted", "would_post"] = "would_post" if dry_run else "posted"
    refused: Literal["refused", "would_refuse"] = "would_refuse" if dry_run else "refused"
    views: list[BulkOutcome] = []
    async for some in in_turns([*zip(data.transfers, receipt.outcomes, strict=True)]):
        views += [
            _refusal(transfer.id, outcome, refused)
            if isinstance(outcome, Refused)
            else _posting(transfer.id, outcome, posted, with_balances=with_balances)
            for transfer, outcome in some
        ]
    return BulkView(views)


def _order(transfer: BulkTransfer) -> TransferOrder | Refusal:
    money, reference, text = transfer.amount, transfer.reference, transfer.value_date
    try:
        amount_minor = to_minor(money.amount, currency(money.currency))
        value_date = None if text is None else _date(text)
    except Refusal as refusal:
        return refusal
    except ValueError:
        return InvalidValueDate()
    if reference is not None and (len(reference) > REFERENCE_MAX or not is_visible_text(reference)):
        return InvalidReference()
    return tuple.__new__(
        TransferOrder,
        (
            transfer.debit_account_id,
            transfer.credit_account_id,
            amount_minor,
            money.currency,
            reference,
            value_date,
            transfer.id,
        ),
    )


def _date(text: str) -> date:
    # Python reads more of ISO 8601 than is documented.
    if len(text) != len("2026-11-24") or text[4] != "-" or text[7] != "-":
        raise InvalidValueDate
    return date.fromisoformat(text)


def _posting(
    transfer: UUID,
    outcome: Posted,
    status: Literal["posted", "would_post"],
    *,
    with_balances: bool,
) -> BulkOutcome:
    if not with_balances:
        return BulkOutcome(transfer, status, replayed=outcome.replayed)
    debit, credit = outcome.entry.postings
    exponent = _EXPONENTS[debit.currency]
    # Both are customers' accounts, liabilities: what is shown is the signed balance turned round.
    return BulkOutcome(
        transfer,
        status,
        to_text(-debit.balance_minor, exponent),
        to_text(-credit.balance_minor, exponent),
        None,
        None,
        outcome.replayed,
    )


def _refusal(
    transfer: UUID, outcome: Refused, status: Literal["refused", "would_refuse"]
) -> BulkOutcome:
    refusal = outcome.refusal
    return BulkOutcome(transfer, status, None, None, refusal.code, refusal.detail, outcome.replayed)
