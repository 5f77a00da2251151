"""All entries of the book over HTTP, for auditors: page by page, and as a file."""

from collections.abc import AsyncIterator, Iterator, Sequence

from litestar import Response, Router, get
from litestar.response import Stream

from bank.application.ledger.read_entries import (
    EntryNumbers,
    ExportLedgerEntries,
    LedgerEntries,
    LedgerExport,
    ListLedgerEntries,
    ReadExportedLedger,
)
from bank.application.ports.entries import EntriesPage
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
from bank.interfaces.http.refusals import InvalidCursor
from bank.interfaces.http.v1.entries import LedgerEntry, ledger_entry
from bank.interfaces.http.v1.entry_parameters import FirstDay, KindWanted, LastDay, kind_wanted
from bank.interfaces.http.v1.exports import (
    Format,
    documented_file,
    download,
    plain,
    stretches,
    written,
)

COLUMNS = (
    "id",
    "kind",
    "booking_date",
    "value_date",
    "recorded_at",
    "audit_event_id",
    "account_id",
    "sequence",
    "side",
    "currency",
    "amount",
    "balance",
    "reference",
)


@get(
    "/entries",
    operation_id="listLedgerEntries",
    summary="List journal entries",
    responses=query(InvalidCursor),
)
async def list_ledger_entries(
    request: Asked,
    booked_from: FirstDay = None,
    booked_to: LastDay = None,
    kind: KindWanted = None,
    cursor: Cursor = None,
    limit: Limit = LIMIT_USUAL,
) -> Response[Page[LedgerEntry]]:
    """List all journal entries, newest first.

    Where few of many entries are wanted, a page may be short, or empty, and still have a
    `next_cursor`: go on with it until it is null.
    """
    order = LedgerEntries(
        booked_from=booked_from,
        booked_to=booked_to,
        kind=kind_wanted(kind),
        before=number_after(cursor),
        limit=limit,
    )
    done = await ask(request, ListLedgerEntries, order)
    return answered(_page(done.result), done)


@get(
    "/entries/export",
    operation_id="exportLedgerEntries",
    summary="Export journal entries",
    responses=documented_file(LedgerEntry) | query(),
)
async def export_ledger_entries(
    request: Asked,
    form: Format = "csv",
    booked_from: FirstDay = None,
    booked_to: LastDay = None,
) -> Stream:
    """Export all journal entries up to now as a file, oldest first; CSV has a line a posting."""
    order = LedgerExport(booked_from=booked_from, booked_to=booked_to)
    export: EntryNumbers = (await ask(request, ExportLedgerEntries, order)).result
    blocks = written(form, COLUMNS, _stretches(request, export), _cells)
    return await download("ledger-entries", form, export.through - export.after, blocks)


def _page(found: EntriesPage) -> Page[LedgerEntry]:
    return page_before([ledger_entry(entry) for _, entry in found.entries], found.next_before)


async def _stretches(request: Asked, export: EntryNumbers) -> AsyncIterator[Sequence[LedgerEntry]]:
    for after, through in stretches(export.after, export.through):
        entries = (await ask(request, ReadExportedLedger, EntryNumbers(after, through))).result
        yield [ledger_entry(entry) for _, entry in entries]


def _cells(entry: LedgerEntry) -> Iterator[Sequence[str]]:
    for posting in entry.postings:
        yield (
            str(entry.id),
            entry.kind,
            entry.booking_date.isoformat(),
            entry.value_date.isoformat(),
            entry.recorded_at.isoformat(),
            str(entry.audit_event_id),
            str(posting.account_id),
            str(posting.sequence),
            posting.side,
            posting.amount.currency,
            posting.amount.amount,
            posting.balance.amount,
            plain(entry.reference),
        )


ledger_entries = Router(
    "/ledger",
    route_handlers=[list_ledger_entries, export_ledger_entries],
    tags=["Ledger"],
)
