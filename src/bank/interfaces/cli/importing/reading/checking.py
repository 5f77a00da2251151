"""Turning a row into a transfer, or saying what is wrong with it before the bank is asked."""

from datetime import date

from msgspec import Struct

from bank.domain.ledger.refusals import AmountNotPositive
from bank.domain.money import currency, to_minor
from bank.domain.refusals import Refusal
from bank.interfaces.cli.importing.identity import ImportIdentity
from bank.interfaces.cli.importing.reading import faults
from bank.interfaces.cli.importing.reading.columns import Columns
from bank.interfaces.cli.importing.reading.faults import Fault

_DATES_KEPT_MAX = 4096
_ISO_DATE_LENGTH = 10


class Amount(Struct, frozen=True, gc=False):
    """Money on the wire."""

    currency: str
    amount: str


class Transfer(Struct, frozen=True, gc=False, omit_defaults=True):
    """A transfer on the wire."""

    id: str
    debit_account_id: str
    credit_account_id: str
    amount: Amount
    reference: str | None = None
    value_date: str | None = None


class Checker:
    """Checks the rows of one file. Pure but for the dates that it has seen."""

    def __init__(self, columns: Columns, identity: ImportIdentity) -> None:
        """Take the file's columns and whose ids its lines get."""
        self._count = columns.count
        self._pick = columns.pick
        self._transfer_id = identity.transfer_id
        self._dates: set[str] = {""}

    def check(self, row: list[str]) -> tuple[str, Transfer | Fault]:
        """Give the row's own id, as far as it has one, and its transfer or its fault.

        Faults in this order: number of columns; NUL bytes; id; accounts; currency; amount; date.
        """
        if len(row) != self._count:
            columns = f"The line has {len(row)} columns, the header {self._count}."
            return "", Fault(faults.WRONG_COLUMN_COUNT, columns)
        row.append("")
        line_id, debit, credit, amount, code, value_date, reference = fields = self._pick(row)
        fault = _faulty_text(fields) or _faulty_money(amount, code) or self._faulty_date(value_date)
        if fault is not None:
            return line_id, fault
        return line_id, Transfer(
            self._transfer_id(line_id),
            debit,
            credit,
            Amount(code, amount),
            reference or None,
            value_date or None,
        )

    def _faulty_date(self, text: str) -> Fault | None:
        if text in self._dates or self._is_date(text):
            return None
        return Fault(faults.VALUE_DATE_INVALID, "Write the value date as 2026-12-31.")

    def _is_date(self, text: str) -> bool:
        try:
            # Python reads other forms of ISO 8601 as well; the bank does not.
            valid = len(text) == _ISO_DATE_LENGTH and date.fromisoformat(text).isoformat() == text
        except ValueError:
            return False
        if valid and len(self._dates) < _DATES_KEPT_MAX:
            self._dates.add(text)
        return valid


def _faulty_text(fields: tuple[str, ...]) -> Fault | None:
    if "\0" in "".join(fields):
        return Fault(faults.NUL_BYTE, "The line holds a NUL byte.")
    if not fields[0]:
        return Fault(faults.ID_MISSING, "The line has no id.")
    if not fields[1] or not fields[2]:
        return Fault(faults.ACCOUNT_MISSING, "The line names no account to debit or to credit.")
    return None


def _faulty_money(amount: str, code: str) -> Fault | None:
    try:
        if to_minor(amount, currency(code)) > 0:
            return None
    except Refusal as refusal:
        return Fault(refusal.code, str(refusal))
    return Fault(AmountNotPositive.code, AmountNotPositive.title)
