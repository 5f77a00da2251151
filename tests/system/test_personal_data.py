"""No personal datum lies in the clear: every column of every table of a filled bank is read."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import NAMESPACE_OID, uuid5

from sqlalchemy import select
from tests.known_people import KNOWN
from tests.system.assembly import OpenBank
from tests.system.own_approvals import have_renamed, leave_an_approval
from tests.system.own_organisation import end_everybodys_sessions, organisation
from tests.system.own_passkeys import add_passkey_and_device
from tests.system.own_registration import proved, registered
from tests.system.own_sign_in import change_who_may_do_what, sign_in_and_pay

from bank.application.accounts.change_account import AccountRenaming, RenameAccount
from bank.application.business_days.close_day import CloseBusinessDay, DayToClose
from bank.application.corrections.reverse_entry import ReversalOrder, ReverseEntry
from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.customers.read_customers import CustomerSearch, SearchCustomers
from bank.application.exchange.post_exchange import ExchangeOrder, PostExchange
from bank.application.exchange.quote_exchange import QuoteExchange, QuoteOrder
from bank.application.holds.end_hold import CaptureHold, CaptureOrder
from bank.application.holds.place_hold import HoldOrder, PlaceHold
from bank.application.identity.tokens.shut_out import ShutOut, TokenHolder
from bank.application.limits.set_limits import LimitsOfAccount, SetLimits
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_bulk import BulkOrder, PostBulk
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.contacts import Contact
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.due_diligence import PostalAddress
from bank.domain.ledger.limits import LimitKind
from bank.domain.money import Money, currency
from bank.domain.parties import CustomerKind
from bank.infrastructure.sql.tables import metadata
from bank.infrastructure.system.clock import SystemClock

NAMES = ("Wilhelmina", "Featherstonehaugh", "Featherstone")
CONTACTS = ("wilhelmina.f@example.com", "+442079460958", "2079460958")
HOME = PostalAddress(street="7 Featherstone Row", city="London", country="GB")
TEXTS = ("Holiday jar", "birthday of grandmother", "piano lessons")


async def _fill(bank: OpenBank) -> list[str]:
    new = NewCustomer(
        kind=CustomerKind.PERSON,
        full_name="Wilhelmina Featherstonehaugh",
        email="wilhelmina.f@example.com",
        phone="+442079460958",
        due_diligence=replace(KNOWN, address=HOME),
    )
    customer = (await bank.run(CreateCustomer, new)).result
    await have_renamed(bank, customer.id, "Wilhelmina Featherstone")
    payer = await bank.account(customer.id, funds_minor=10_000, name="Holiday jar")
    payee = await bank.account(customer.id)
    await bank.run(RenameAccount, AccountRenaming(account=str(payee.id), name="Holiday jar 2"))
    order = TransferOrder(payer.number, payee.number, 100, "EUR", "birthday of grandmother")
    await bank.run(PostTransfer, order)
    line = order._replace(reference="piano lessons", id=uuid5(NAMESPACE_OID, "line"))
    await bank.run(PostBulk, BulkOrder([line]))
    await _use_the_rest(bank, payer, payee)
    await add_passkey_and_device(
        bank, str(customer.id), named="piano lessons", account_name="wilhelmina.f@example.com"
    )
    await leave_an_approval(bank, payer.number, payee.number, "birthday of grandmother")
    own = Contact.email("own.wilhelmina.f@example.com")
    owner = await proved(bank, "W. Featherstone", own, "piano lessons")
    await sign_in_and_pay(bank, owner, own.value, payee, "piano lessons")
    await change_who_may_do_what(bank)
    await registered(bank, "W. Featherstone", Contact.phone("+442079460958"))
    await bank.run(SearchCustomers, CustomerSearch(email="wilhelmina.f@example.com"))
    owner_name = "Wilhelmina Featherstonehaugh"
    await organisation(bank, "Featherstone Engines", owner_name, "piano lessons")
    await bank.run(ShutOut, TokenHolder("sso|wilhelmina.f@example.com"), roles=("operator",))
    await end_everybodys_sessions(bank)
    return [payer.number, payee.number]


async def _use_the_rest(bank: OpenBank, payer: CustomerAccount, payee: CustomerAccount) -> None:
    """Leave a row in every other table, with free text where it takes some."""
    posted = await bank.transfer(payer, payee, 10)
    reversal = ReversalOrder(entry=posted.result.id, reference="piano lessons")
    await bank.run(ReverseEntry, reversal)
    await bank.run(CloseBusinessDay, DayToClose())
    yesterday = posted.result.entry.booking_date
    late = TransferOrder(payer.number, payee.number, 1, "EUR", value_date=yesterday)
    await bank.run(PostTransfer, late)
    placing = HoldOrder(
        account=payer.number,
        amount_minor=10,
        currency="EUR",
        expires_at=SystemClock().now() + timedelta(days=1),
        reference="birthday of grandmother",
    )
    hold = (await bank.run(PlaceHold, placing)).result.id
    await bank.run(CaptureHold, CaptureOrder(hold=hold, credit=payee.number))
    amounts = {LimitKind.DAILY_OUT: 9_000}
    await bank.run(SetLimits, LimitsOfAccount(account=payer.number, amounts=amounts))
    dollars = await bank.account(payer.owner_id, money="USD")
    order = QuoteOrder(
        debit=payer.number, credit=dollars.number, amount=Money(100, currency("EUR"))
    )
    quote = (await bank.run(QuoteExchange, order)).result
    await bank.run(PostExchange, ExchangeOrder(quote=quote.id, reference="piano lessons"))


async def _cells(bank: OpenBank) -> list[tuple[str, str, object]]:
    engine = bank.database.migration_engine()
    with engine.connect() as connection:
        cells = [
            (table.name, column, value)
            for table in metadata.sorted_tables
            for row in connection.execute(select(table)).mappings()
            for column, value in row.items()
        ]
    engine.dispose()
    return cells


def _leaks(cells: list[tuple[str, str, object]], secrets: list[str]) -> Iterator[str]:
    for table, column, value in cells:
        shown = value if isinstance(value, bytes) else str(value).encode()
        for secret in secrets:
            if secret.lower().encode() in shown.lower():
                yield f"{table}.{column} shows {secret}"


async def test_no_column_of_any_table_shows_a_personal_datum(bank: OpenBank) -> None:
    numbers = await _fill(bank)
    cells = await _cells(bank)
    filled = {table for table, _, _ in cells}
    assert filled == {table.name for table in metadata.sorted_tables}, "a table was left empty"
    assert not list(_leaks(cells, [*NAMES, *CONTACTS, *TEXTS, *numbers]))


async def test_the_search_for_leaks_would_find_one(bank: OpenBank) -> None:
    await _fill(bank)
    cells = [*await _cells(bank), ("customer", "note", "call WILHELMINA back")]
    assert list(_leaks(cells, list(NAMES))) == ["customer.note shows Wilhelmina"]


async def test_what_is_sealed_can_be_read_back_and_found(bank: OpenBank) -> None:
    await _fill(bank)
    search = CustomerSearch(full_name="  wilhelmina   FEATHERSTONE ", phone="+442079460958")
    (found,) = (await bank.run(SearchCustomers, search)).result
    assert found.email == "wilhelmina.f@example.com"
    assert found.version == 2
