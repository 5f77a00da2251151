"""Every parser of texts from outside, as it is fuzzed."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

from tests.fuzz import grammars
from tests.fuzz.target import Target

from bank.bootstrap.configuration import ConfigurationError
from bank.bootstrap.configuration.documents import parse_documents
from bank.bootstrap.configuration.placeholders import PlaceholderError, Placeholders
from bank.bootstrap.configuration.relaxed_names import parse_name
from bank.bootstrap.configuration.sources import Property, PropertySource
from bank.bootstrap.configuration.values import (
    format_data_size,
    format_duration,
    parse_data_size,
    parse_duration,
)
from bank.domain.account_names import id_named, looks_like_number, may_be_name, may_be_reference
from bank.domain.money import CURRENCIES, InvalidAmount, to_minor, to_text
from bank.domain.refusals import Refusal
from bank.interfaces.cli.importing.identity import ImportIdentity
from bank.interfaces.cli.importing.reading.batches import Batch, Batches
from bank.interfaces.cli.importing.stopping import ImportStopped
from bank.interfaces.http.calls import _idempotency_key
from bank.interfaces.http.paging import cursor_of, id_after, number_after, text_after
from bank.interfaces.http.refusals import InvalidCursor, InvalidIdempotencyKey
from bank.interfaces.http.v1.balances import _question, _version_after
from bank.interfaces.http.v1.bulk import _date
from bank.interfaces.http.v1.business_days import _day_after

UUID_TEXT = "01a20e9c-b133-7000-8000-00000000004f"
_INTEGER = "(0|-?[1-9][0-9]{0,18})"
_RESUMED = 3
"""After how many batches an import is gone on with."""

_HEADER = "id,debit_account,credit_account,amount,currency,value_date,reference\n"
_LINES = (
    '1001,customer-17,shop-4,12.50,EUR,2026-11-23,"Order 1001, two items"\n'
    "1002,customer-18,shop-4,8.00,EUR,,\r\n"
    '1003,DE89370400440532013000,shop-4,0.01,EUR,,"a ""quoted""\nline"\n'
)
_NESTED = "${a:" * 60 + "}" * 60
_SETTINGS = PropertySource(
    {
        parse_name("bank.home"): Property("var", "a test"),
        parse_name("loop.a"): Property("${loop.b}", "a test"),
        parse_name("loop.b"): Property("${loop.a:x}", "a test"),
    }
)


def everything(_text: str) -> bool:
    return True


def _amount(code: str) -> Target:
    currency = CURRENCIES[code]

    def worth(text: str, amount_minor: int) -> str | None:
        exact = Decimal(text) * 10**currency.exponent == amount_minor
        return None if exact else f"is worth {amount_minor} minor units"

    return Target(
        name=f"amount of {code}",
        seeds=("12.34", "0", "-0.01", "1000000000000000", "10000000000000.00", "5.001", "1.2345"),
        alphabet="0123456789.-",
        parse=lambda text: to_minor(text, currency),
        refusals=(InvalidAmount,),
        grammar=lambda text: grammars.is_amount(text, currency.exponent),
        exact=True,
        written=lambda amount_minor: to_text(amount_minor, currency.exponent),
        holds=worth,
    )


def _cursor(name: str, parse: Any, pattern: str, said: Sequence[str], write: Any = str) -> Target:
    return Target(
        name=f"cursor of {name}",
        seeds=tuple(cursor_of(text) for text in said),
        alphabet="abcXYZ0189-_=",
        parse=parse,
        refusals=(InvalidCursor,),
        grammar=lambda cursor: grammars.is_cursor(cursor, pattern),
        written=lambda value: cursor_of(write(value)),
        holds=lambda cursor, value: (
            None if cursor_of(write(value)) == cursor else "another cursor says the same"
        ),
    )


def _version(version: Any) -> str:
    return f"{version.number}~{version.sequence}~{version.balance_minor}"


def _names(text: str) -> tuple[UUID | None, bool, bool]:
    return id_named(text), looks_like_number(text), may_be_reference(text)


def _name_holds(text: str, value: tuple[UUID | None, bool, bool]) -> str | None:
    found, number, reference = value
    if (found is not None) != grammars.is_uuid(text) and found is not None:
        return "is an id, although it is none"
    if reference and (found is not None or number or not may_be_name(text)):
        return "may be a reference and reads as something else"
    return None


def _key(text: str) -> str | None:
    headers = [(b"idempotency-key", text.encode("latin-1"))]
    return _idempotency_key(cast("Any", SimpleNamespace(scope={"headers": headers})))


def _batches(text: str) -> list[Batch]:
    return list(_read(text.encode("utf-8", "surrogatepass"), 0, 0))


def _read(data: bytes, offset: int, line: int) -> Batches:
    return Batches(BytesIO(data), ImportIdentity("fuzz"), size=2, offset=offset, line=line)


def _import_holds(text: str, batches: list[Batch]) -> str | None:
    data = text.encode("utf-8", "surrogatepass")
    for number, batch in enumerate(batches):
        for transfer in batch.transfers:
            decimals = CURRENCIES[transfer.amount.currency].exponent
            if not grammars.is_amount(transfer.amount.amount, decimals):
                return f"takes the amount {transfer.amount.amount!r}"
            if transfer.value_date and not grammars.is_day(transfer.value_date):
                return f"takes the date {transfer.value_date!r}"
        if number < _RESUMED and batches[number + 1 :] != list(
            _read(data, batch.offset, batch.line)
        ):
            return f"goes on differently after byte {batch.offset}"
    return None


def _moment(text: str) -> Any:
    return _question("an account", text, "recorded").at


DATES = (
    Target(
        name="value date",
        seeds=("2026-11-24", "2024-02-29", "1999-12-31", "0001-01-01", "2026-W48-2", "20261124"),
        alphabet="0123456789-",
        parse=_date,
        refusals=(ValueError, Refusal),
        grammar=grammars.is_day,
        exact=True,
        written=date.isoformat,
    ),
    Target(
        name="moment",
        seeds=("2026-11-24T12:00:00Z", "2026-11-24T12:00:00.123456+14:00", "9999-12-31T23:59:59Z"),
        alphabet="0123456789-+:TZ.",
        parse=_moment,
        refusals=(Refusal,),
        grammar=grammars.is_moment,
        written=lambda moment: moment.isoformat(),
    ),
)
CURSORS = (
    _cursor("numbers", number_after, "0|[1-9][0-9]{0,18}", ("0", "17", str((1 << 63) - 1))),
    _cursor("ids", id_after, "[0-9a-f-]{36}", (UUID_TEXT,)),
    _cursor("texts", text_after, ".+", ("cash/main~EUR", "é")),
    _cursor("versions", _version_after, "~".join([_INTEGER] * 3), ("1~0~-5", "3~17~0"), _version),
    _cursor("days", _day_after, "[0-9]{4}-[0-9]{2}-[0-9]{2}", ("2026-11-24",)),
)
NAMES = (
    Target(
        name="account's name",
        seeds=(UUID_TEXT, "DE89 3704 0044 0532 0130 00", "shop-4", f"urn:uuid:{UUID_TEXT}"),
        parse=_names,
        refusals=(),
        grammar=everything,
        holds=_name_holds,
    ),
    Target(
        name="idempotency key",
        seeds=("a key", "k" * 255, "~"),
        parse=_key,
        refusals=(InvalidIdempotencyKey, UnicodeEncodeError),
        grammar=grammars.is_idempotency_key,
        exact=True,
        written=str,
    ),
)
IMPORT = (
    Target(
        name="import file",
        seeds=(_HEADER + _LINES, "\ufeff" + _HEADER + _LINES, "amount,id\n"),
        alphabet=',"\n\r',
        parse=_batches,
        refusals=(ImportStopped,),
        grammar=everything,
        holds=_import_holds,
        longest=3_000,
        steps=2_000,
    ),
)
CONFIGURATION = (
    Target(
        name="duration",
        seeds=("500ms", "10 s", "15m", "PT0.5S", "P1DT2H3M4.5S", "PT15M", "1d", "7"),
        alphabet="0123456789PTDHMSmsund.",
        parse=parse_duration,
        refusals=(ValueError, ArithmeticError),
        grammar=grammars.is_duration,
        written=format_duration,
        holds=lambda _, value: None if value >= timedelta(0) else "is negative",
    ),
    Target(
        name="size",
        seeds=("10MB", "512 kb", "1024", "1TB"),
        alphabet="0123456789KMGTB",
        parse=parse_data_size,
        refusals=(ValueError, ArithmeticError),
        grammar=grammars.is_size,
        written=format_data_size,
    ),
    Target(
        name="placeholders",
        seeds=(
            "${bank.home}/x",
            "${loop.a}",
            "${no:${bank.home}}",
            r"\${literal}",
            "${${a:b}:c}",
            _NESTED,
        ),
        alphabet="${}:\\",
        parse=Placeholders([_SETTINGS]).resolve,
        refusals=(PlaceholderError,),
        grammar=everything,
        longest=600,
    ),
    Target(
        name="setting's name",
        seeds=("bank.currencies[0]", "bank.plugins[a.b].c", "bank.home", f"a[{'9' * 5_000}]"),
        alphabet="[].-_",
        parse=parse_name,
        refusals=(),
        grammar=everything,
    ),
    Target(
        name="configuration file",
        seeds=("bank:\n  home: var\n  currencies: [EUR, USD]\n---\na.b: '1'\n", "x: null\n"),
        alphabet=":-[]{} \n'\"",
        parse=lambda text: parse_documents(text, "a test"),
        longest=300,
        refusals=(ConfigurationError,),
        grammar=everything,
        steps=2_000,
    ),
)
AMOUNTS = tuple(_amount(code) for code in ("EUR", "JPY", "KWD", "CLF"))
TARGETS: Mapping[str, Target] = {
    target.name: target for target in (*AMOUNTS, *DATES, *CURSORS, *NAMES, *IMPORT, *CONFIGURATION)
}
