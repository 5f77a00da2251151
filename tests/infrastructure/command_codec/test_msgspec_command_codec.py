"""Commands as text: every field comes back, secrets are not shown, what is foreign is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from tests.known_people import KNOWN, KNOWN_SENT

from bank.application.customers.create_customer import NewCustomer
from bank.application.identity.registration.give_customers_data import PersonsDataGiven
from bank.application.identity.registration.give_organisation_data import OrganisationDataGiven
from bank.application.identity.staff.register_staff import NewStaffMember
from bank.application.limits.set_limits import LimitsOfAccount, LimitsOfProduct
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_bulk import BulkOrder
from bank.domain.contacts import Contact
from bank.domain.ledger.accounts import Block
from bank.domain.ledger.limits import LimitKind
from bank.domain.ledger.refusals import AmountNotPositive
from bank.domain.money import Money, currency
from bank.domain.organisation_data import BeneficialOwner, OrganisationData
from bank.domain.parties import CustomerKind
from bank.domain.refusals import Refusal
from bank.infrastructure.command_codec.msgspec_command_codec import MsgspecCommandCodec

CODEC = MsgspecCommandCodec()
EUR = currency("EUR")
SENT = KNOWN_SENT | {"address": KNOWN_SENT["address"] | {"postal_code": None}}
BORN = date(1985, 12, 10)
OWNER = {"full_name": "Ida", "date_of_birth": "1985-12-10", "nationality": "GB"}


class Pair(NamedTuple):
    left: int
    right: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    name: str
    money: Money
    at: datetime
    day: date | None
    span: timedelta
    rate: Decimal
    id: UUID
    side: Block
    pairs: Sequence[Pair]
    roles: frozenset[str]
    limits: Mapping[LimitKind, int | None]
    raw: bytes
    secret: str = field(repr=False, default="hush")


EVERYTHING = Everything(
    name="Zoë \x00 '\"",
    money=Money(-(10**17), EUR),
    at=datetime(2026, 11, 24, 9, 30, 0, 123456, tzinfo=UTC),
    day=None,
    span=timedelta(days=1, microseconds=1),
    rate=Decimal("1.000000000000000000001"),
    id=UUID(int=7),
    side=Block.DEBIT,
    pairs=[Pair(1, None), Pair(2, "two")],
    roles=frozenset({"teller", "auditor"}),
    limits={LimitKind.DAILY_OUT: 5, LimitKind.OVERDRAFT: None},
    raw=b"\x00\xff",
)


def test_every_kind_of_field_comes_back() -> None:
    assert CODEC.decode(CODEC.encode(EVERYTHING), Everything) == EVERYTHING


def test_equal_commands_are_written_equally() -> None:
    again = Everything(
        **{
            name: getattr(EVERYTHING, name)
            for name in reversed(Everything.__dataclass_fields__.keys())
        }
        | {"limits": dict(reversed(EVERYTHING.limits.items()))}  # type: ignore[call-overload]
    )
    assert CODEC.encode(again) == CODEC.encode(EVERYTHING)


def test_refusals_among_the_orders_of_a_bulk_come_back() -> None:
    order = TransferOrder("a", "b", 5, "EUR", "rent", date(2026, 11, 24), UUID(int=1))
    bulk = BulkOrder([order, AmountNotPositive("Not this."), order], atomic=True)
    read = CODEC.decode(CODEC.encode(bulk), BulkOrder)
    assert (read.orders[0], read.orders[2], read.atomic) == (order, order, True)
    refused = read.orders[1]
    assert isinstance(refused, Refusal)
    assert (type(refused), refused.detail) == (AmountNotPositive, "Not this.")


@pytest.mark.parametrize(
    "command",
    [
        LimitsOfAccount(account="a", amounts={LimitKind.DAILY_OUT: 5}, currency=EUR),
        LimitsOfProduct(product="current", currency=EUR, amounts={}),
    ],
)
def test_the_fields_tell_which_of_several_shapes_it_is(command: Any) -> None:
    shape: Any = LimitsOfAccount | LimitsOfProduct
    assert CODEC.decode(CODEC.encode(command), shape) == command


def test_what_is_shown_has_names_and_no_secrets() -> None:
    shown = CODEC.shown(CODEC.encode(EVERYTHING), Everything)
    assert "secret" not in shown
    assert shown["pairs"] == [{"left": 1, "right": None}, {"left": 2, "right": "two"}]
    assert shown["money"]["amount_minor"] == -(10**17)
    order = TransferOrder("a", "b", 5, "EUR")
    assert CODEC.shown(CODEC.encode(order), TransferOrder)["debit"] == "a"


def test_what_is_personal_and_no_secret_is_shown_to_whoever_is_to_approve_it() -> None:
    order = NewStaffMember(contact=Contact.email("a@b.example"), roles=("teller",), branch="main")
    assert "a@b.example" not in repr(order)
    shown = CODEC.shown(CODEC.encode(order), NewStaffMember)
    assert shown["contact"] == {"channel": "email", "value": "a@b.example"}


FIRM = OrganisationData(
    legal_name="Sommer Ltd",
    registration_number="0815",
    country="GB",
    address=KNOWN.address,
    beneficial_owners=(BeneficialOwner(full_name="Ida", date_of_birth=BORN, nationality="GB"),),
)
IDA = UUID(int=1)
NEW: dict[str, Any] = {
    "kind": CustomerKind.PERSON,
    "full_name": "Ida Sommer",
    "email": "ida@example.com",
}
OF_FIRM = {"customer": str(IDA), "given": {**asdict(FIRM), "beneficial_owners": [OWNER]}}


@pytest.mark.parametrize(
    ("order", "shown"),
    [
        (KNOWN, SENT),
        (PersonsDataGiven(customer=IDA, given=KNOWN), {"customer": str(IDA), "given": SENT}),
        (
            NewCustomer(**NEW, due_diligence=KNOWN),
            {"full_name": "Ida Sommer", "due_diligence": SENT},
        ),
        (OrganisationDataGiven(customer=IDA, given=FIRM), OF_FIRM),
    ],
)
def test_what_is_said_of_customers_is_no_secret_to_whoever_is_to_approve_it(
    order: Any, shown: dict[str, Any]
) -> None:
    """Nobody can approve another address that they are not shown; logs show none of it."""
    assert "London" not in repr(order)
    read = CODEC.shown(CODEC.encode(order), type(order))
    assert {name: read[name] for name in shown} == shown


@pytest.mark.parametrize(
    "text", ["", "{", "{}", "[]", '{"name": 5}', '{"orders": [{"refused": "no_such_code"}]}']
)
@pytest.mark.parametrize("shape", [Everything, BulkOrder, TransferOrder])
def test_what_is_not_of_the_shape_is_refused_without_its_text(text: str, shape: type[Any]) -> None:
    with pytest.raises(ValueError, match="not") as refused:
        CODEC.decode(text, shape)
    assert refused.value.__cause__ is None
