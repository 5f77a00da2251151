"""The entries on an account over HTTP: page by page, and as a file."""

from collections.abc import AsyncIterator, Iterator, Sequence

from litestar import Response, Router, get
from litestar.response import Stream

from bank.application.accounts.read_entries import (
    AccountEntries,
    AccountExport,
    EntriesOfAccount,
    ExportAccountEntries,
    ExportedAccount,
    ExportedStretch,
    ListAccountEntries,
    ReadExportedEntries,
)
from bank.domain.ledger.refusals import AccountNotFound
from bank.domain.money import InvalidAmount
from bank.interfaces.http.calls import Asked, answered, ask
from bank.interfaces.http.documentation import query
from bank.interfaces.http.paging import (
    LIMIT_USUAL,
    Cursor,
    Limit,
    Page,
    number_after,
    page_before,
)
from bank.interfaces.http.refusals import AccountNumberInUrl, InvalidCursor
from bank.interfaces.http.v1.entries import AccountEntry, account_entry
from bank.interfaces.http.v1.entry_parameters import (
    AmountFrom,
    AmountTo,
    Counterparty,
    DirectionWanted,
    FirstDay,
    KindWanted,
    LastDay,
    entry_search,
)
from bank.interfaces.http.v1.exports import (
    Format,
    documented_file,
    download,
    plain,
    stretches,
    written,
)
from bank.interfaces.http.v1.texts import PathAccount, addressed

COLUMNS = (
    "id",
    "sequence",
    "kind",
    "booking_date",
    "value_date",
    "recorded_at",
    "currency",
    "amount",
    "balance",
    "debit_account_id",
    "credit_account_id",
    "reference",
)


@get(
    "/{account:str}/entries",
    operation_id="listAccountEntries",
    summary="List the entries on an account",
    responses=query(AccountNotFound, AccountNumberInUrl, InvalidAmount, InvalidCursor),
)
async def list_account_entries(  # noqa: PLR0913, PLR0917 - a filter's fields are parameters
    request: Asked,
    account: PathAccount,
    booked_from: FirstDay = None,
    booked_to: LastDay = None,
    kind: KindWanted = None,
    amount_from: AmountFrom = None,
    amount_to: AmountTo = None,
    direction: DirectionWanted = None,
    counterparty: Counterparty = None,
    cursor: Cursor = None,
    limit: Limit = LIMIT_USUAL,
) -> Response[Page[AccountEntry]]:
    """List what was booked on an account, newest first.

    Where few of many entries are wanted, a page may be short, or empty, and still have a
    `next_cursor`: go on with it until it is null.
    """
    wanted = entry_search(
        booked_from, booked_to, kind, amount_from, amount_to, direction, counterparty
    )
    order = EntriesOfAccount(
        account=addressed(account), wanted=wanted, before=number_after(cursor), limit=limit
    )
    done = await ask(request, ListAccountEntries, order)
    return answered(_page(done.result), done)


@get(
    "/{account:str}/entries/export",
    operation_id="exportAccountEntries",
    summary="Export the entries on an account",
    responses=documented_file(AccountEntry) | query(AccountNotFound, AccountNumberInUrl),
)
async def export_account_entries(
    request: Asked,
    account: PathAccount,
    form: Format = "csv",
    booked_from: FirstDay = None,
    booked_to: LastDay = None,
) -> Stream:
    """Export what was booked on an account up to now as a file, oldest first."""
    order = AccountExport(account=addressed(account), booked_from=booked_from, booked_to=booked_to)
    export: ExportedAccount = (await ask(request, ExportAccountEntries, order)).result
    blocks = written(form, COLUMNS, _stretches(request, export), _cells)
    return await download("account-entries", form, export.through - export.after, blocks)


def _page(found: AccountEntries) -> Page[AccountEntry]:
    return page_before(
        [account_entry(found.account, *each) for each in found.page.entries],
        found.page.next_before,
    )


async def _stretches(
    request: Asked, export: ExportedAccount
) -> AsyncIterator[Sequence[AccountEntry]]:
    for after, through in stretches(export.after, export.through):
        order = ExportedStretch(export.account, after, through)
        entries = (await ask(request, ReadExportedEntries, order)).result
        yield [account_entry(export.account, *each) for each in entries]


def _cells(entry: AccountEntry) -> Iterator[Sequence[str]]:
    yield (
        str(entry.id),
        str(entry.sequence),
        entry.kind,
        entry.booking_date.isoformat(),
        entry.value_date.isoformat(),
        entry.recorded_at.isoformat(),
        entry.amount.currency,
        entry.amount.amount,
        entry.balance.amount,
        str(entry.debit_account_id or ""),
        str(entry.credit_account_id or ""),
        plain(entry.reference),
    )


account_entries = Router(
    "/accounts",
    route_handlers=[list_account_entries, export_account_entries],
    tags=["Accounts"],
)
