"""What worked examples say and show of registering and leaving."""

from dataclasses import replace

from tests.application.scene import MANAGER, STRANGER, TELLER
from tests.docs.columns import COLUMNS
from tests.docs.sentences import SENTENCES
from tests.docs.stage import Stage
from tests.known_people import KNOWN
from tests.people_who_sign_in import PASSWORD

from bank.application.accounts.open_account import NewAccount, OpenAccount
from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.customers.read_customers import CustomerById, GetCustomer
from bank.application.identity.registration.give_customers_data import (
    GiveCustomersDueDiligence,
    PersonsDataGiven,
)
from bank.application.identity.registration.give_due_diligence import GiveDueDiligence
from bank.application.identity.registration.leave import (
    CustomerToLeave,
    DeactivateCustomer,
    EraseCustomer,
)
from bank.application.identity.registration.register import (
    NewRegistration,
    ProveRegistration,
    Register,
    RegistrationProof,
)
from bank.domain.contacts import Contact
from bank.domain.due_diligence import DueDiligence
from bank.domain.money import currency
from bank.domain.parties import CustomerKind
from bank.infrastructure.in_memory.rows import NoticeRow

_MOST = replace(KNOWN, tax_residence=None)


def _sent(stage: Stage) -> list[NoticeRow]:
    rows = stage.desk.bank.store.committed.notices
    return [rows[row] for row in sorted(rows)]


@SENTENCES.says("{who} registers")
async def _registers(stage: Stage, who: str) -> None:
    contact = Contact.email(f"{who.lower()}@example.com")
    order = NewRegistration(full_name=who, contact=contact, password=PASSWORD)
    sent = await stage.ask(Register, order, STRANGER)
    stage.kept[f"{who}'s code"] = RegistrationProof(id=sent.id, code=_sent(stage)[-1].code or "")


@SENTENCES.says("{who} gives another code back")
async def _mistypes(stage: Stage, who: str) -> None:
    given: RegistrationProof = stage.kept[f"{who}'s code"]
    await stage.ask(ProveRegistration, RegistrationProof(id=given.id, code="12345"), STRANGER)


@SENTENCES.says("{who} gives the code back")
async def _proves(stage: Stage, who: str) -> None:
    given: RegistrationProof = stage.kept[f"{who}'s code"]
    taken_in = await stage.ask(ProveRegistration, given, STRANGER)
    stage.customers[who] = taken_in.customer


@SENTENCES.says("{who} says all but where they pay taxes")
async def _says_most(stage: Stage, who: str) -> None:
    await stage.ask(GiveDueDiligence, _MOST, stage.signed_in(who))


@SENTENCES.says("{who} says where they pay taxes")
async def _says_the_rest(stage: Stage, who: str) -> None:
    await stage.ask(GiveDueDiligence, DueDiligence(tax_residence="GB"), stage.signed_in(who))


@SENTENCES.says("a teller takes {whom} in")
async def _takes_in(stage: Stage, whom: str) -> None:
    email = f"{whom.lower()}@example.com"
    order = NewCustomer(kind=CustomerKind.PERSON, full_name=whom, email=email)
    stage.customers[whom] = await stage.ask(CreateCustomer, order, TELLER)


@SENTENCES.says("a teller writes down all of {whom} but where they pay taxes")
async def _writes_most(stage: Stage, whom: str) -> None:
    await _written(stage, whom, _MOST)


@SENTENCES.says("a teller writes down where {whom} pays taxes")
async def _writes_the_rest(stage: Stage, whom: str) -> None:
    await _written(stage, whom, DueDiligence(tax_residence="GB"))


async def _written(stage: Stage, whom: str, given: DueDiligence) -> None:
    order = PersonsDataGiven(customer=stage.customers[whom].id, given=given)
    await stage.ask(GiveCustomersDueDiligence, order, replace(TELLER, branch="main"))


@SENTENCES.says("a teller opens an account for {whom}")
async def _opens(stage: Stage, whom: str) -> None:
    customer = stage.customers[whom].id
    order = NewAccount(customer_id=customer, product="current", currency=currency("EUR"))
    stage.accounts[whom] = await stage.ask(OpenAccount, order, TELLER)


@SENTENCES.says("a branch manager lets {whom} go")
async def _lets_go(stage: Stage, whom: str) -> None:
    order = CustomerToLeave(stage.customers[whom].id)
    await stage.ask(DeactivateCustomer, order, MANAGER)


@SENTENCES.says("a branch manager erases {whom}")
async def _erases(stage: Stage, whom: str) -> None:
    await stage.ask(EraseCustomer, CustomerToLeave(stage.customers[whom].id), MANAGER)


@COLUMNS.says("{who} is")
async def _state(stage: Stage, who: str) -> str:
    if who not in stage.customers:
        return "unknown"
    found = await stage.look(GetCustomer, CustomerById(stage.customers[who].id))
    return str(found.state.value)


@COLUMNS.says("the last message")
async def _last_message(stage: Stage) -> str:
    return _sent(stage)[-1].kind.value.replace("_", " ")
