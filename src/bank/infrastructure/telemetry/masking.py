"""What must not be read in a log line, a span or a label, and how it is made unreadable.

The first defence is that nobody logs such a thing; this is the second. It errs on the side of
masking too much: a masked line number costs less than a shown account number.
"""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from bank.infrastructure.telemetry.faults import database_values_cut, message_of

MASK: Final = "[masked]"
TEXT_LENGTH_MAX: Final = 16_384
_DEPTH_MAX: Final = 5
_ITEMS_MAX: Final = 50

_FORBIDDEN_WORDS: Final = frozenset(
    {
        "address",
        "addresses",
        "authorization",
        "bearer",
        "birth",
        "birthday",
        "birthdate",
        "contact",
        "contacts",
        "cookie",
        "cookies",
        "credential",
        "credentials",
        "dsn",
        "email",
        "emails",
        "iban",
        "ibans",
        "jwt",
        "mail",
        "mobile",
        "number",
        "numbers",
        "otp",
        "passphrase",
        "passwd",
        "password",
        "passwords",
        "phone",
        "phones",
        "pin",
        "pwd",
        "reference",
        "references",
        "secret",
        "secrets",
        "surname",
        "token",
        "tokens",
        "totp",
    }
)
_FORBIDDEN_NAMES: Final = frozenset(
    {
        "account_name",
        "api_key",
        "customer_name",
        "family_name",
        "first_name",
        "full_name",
        "given_name",
        "holder",
        "holder_name",
        "idempotency_key",
        "last_name",
        "name",
        "names",
        "owner_name",
        "private_key",
        "tax_id",
    }
)
_PARTS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")

_SECRET_URL: Final = re.compile(
    r"(postgres\w*(?:\+\w+)?://)\S*@|([a-z][a-z0-9+.-]{1,30}://)[^\s\"'<>/]*@", re.IGNORECASE
)
_AUTHORIZATION: Final = re.compile(
    r"((?:authorization|cookie)[\"']?\s*[=:]\s*)[^\r\n]+", re.IGNORECASE
)
_BEARER: Final = re.compile(r"(bearer|dpop)\s+[\w.~+/=-]+", re.IGNORECASE)
_JWT: Final = re.compile(r"eyJ[\w-]{4,}(?:\.[\w-]*){1,4}")
_PAIR: Final = re.compile(
    r"((?:password|passwd|passphrase|pwd|secret|token|e-?mail|full_?name|phone|iban|reference"
    r"|api_?key|private_?key|account_?number|external_?reference|\bdsn|\botp|\bpin)"
    r"[\"']?\s*[=:]\s*)(\"[^\"]*\"|'[^']*'|[^\s,;)}\]&]+)",
    re.IGNORECASE,
)
_EMAIL: Final = re.compile(r"[\w.+-]{1,64}(?:@|%40)\w[\w-]{0,62}(?:\.[\w-]{1,63})+")
# The n of a line break that is written out is no part of what follows it.
_IBAN_START: Final = r"(?:(?<![A-Za-z0-9])|(?<=%[0-9A-Fa-f]{2})|(?<=\\[nrt]))"
_IBAN: Final = re.compile(
    _IBAN_START + r"[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}[ -]?[A-Z0-9]{1,4}(?![A-Za-z0-9])"
)
_IBAN_IN_ANY_CASE: Final = re.compile(
    _IBAN_START + r"[A-Za-z]{2}\d{2}(?:[ ]?[A-Za-z0-9]{4}){2,7}[ ]?[A-Za-z0-9]{1,4}(?![A-Za-z0-9])"
)
_HEX_ID: Final = re.compile(r"[0-9a-f]{32}")
_PHONE: Final = re.compile(r"(?<![\w.+:-])\+[1-9]\d(?:[ ()/-]{0,2}\d){6,13}(?!\d)")
# Without one of these nothing above can match: most texts are through after this look.
_SUSPECT: Final = re.compile(
    r"@|%40|[=:+]|eyJ|[A-Za-z]{2}\d{2}|bearer|dpop|DETAIL|CONTEXT|LINE |value \"|: [\"']",
    re.IGNORECASE,
)


@lru_cache(maxsize=2048)
def is_forbidden(name: str) -> bool:
    """Tell whether what goes by that name, in any spelling of it, may not be shown."""
    parts = [part.lower() for part in _PARTS.findall(name)]
    return (
        "_".join(parts) in _FORBIDDEN_NAMES
        or "_".join(parts[-2:]) in _FORBIDDEN_NAMES
        or not _FORBIDDEN_WORDS.isdisjoint(parts)
    )


def mask_text(text: str) -> str:
    """Mask whatever in a text looks like an account number, an e-mail address, a secret."""
    if len(text) > TEXT_LENGTH_MAX:
        text = text[:TEXT_LENGTH_MAX] + "…"
    if not _SUSPECT.search(text):
        return text
    text = database_values_cut(text)
    text = _SECRET_URL.sub(lambda found: f"{found[1] or found[2]}{MASK}@", text)
    text = _BEARER.sub(rf"\1 {MASK}", text)
    text = _JWT.sub(MASK, text)
    text = _AUTHORIZATION.sub(rf"\1{MASK}", text)
    text = _PAIR.sub(rf"\1{MASK}", text)
    text = _EMAIL.sub(MASK, text)
    text = _IBAN.sub(MASK, text)
    text = _IBAN_IN_ANY_CASE.sub(_masked_if_iban, text)
    return _PHONE.sub(MASK, text)


def mask_value(value: Any, *, depth: int = 0) -> Any:  # noqa: PLR0911 - a table of kinds
    """Give what may be shown of a value: of an object that is none of the plain kinds, its class.

    The representation of an object shows its fields, and no rule can find a name among them.
    """
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return mask_text(str(value))
        case Enum():
            return mask_value(value.value, depth=depth)
        case UUID() | date() | time() | timedelta() | Decimal():
            return str(value)
        case type():
            return f"{value.__module__}.{value.__qualname__}"
        case BaseException():
            return mask_text(f"{type(value).__qualname__}: {message_of(value)}")
        case Mapping() if depth < _DEPTH_MAX:
            return mask_mapping(value, depth=depth + 1)
        case bytes() | bytearray() | memoryview():
            return f"<{len(value)} bytes>"
        case Sequence() | AbstractSet() if depth < _DEPTH_MAX:
            return [mask_value(each, depth=depth + 1) for each in list(value)[:_ITEMS_MAX]]
        case _:
            return f"<{type(value).__qualname__}>"


def mask_mapping(values: Mapping[Any, Any], *, depth: int = 0) -> dict[str, Any]:
    """Mask by name what may not be shown, and by its look what hides under another name."""
    return {
        mask_text(str(name)): MASK if is_forbidden(str(name)) else mask_value(value, depth=depth)
        for name, value in list(values.items())[:_ITEMS_MAX]
    }


def _masked_if_iban(found: re.Match[str]) -> str:
    """In lower case many an identifier looks like an IBAN: only the check digits tell."""
    text = found[0]
    if _HEX_ID.fullmatch(text):  # as long as a trace id, and no country's IBAN is
        return text
    packed = text.replace(" ", "").upper()
    digits = "".join(str(int(each, 36)) for each in packed[4:] + packed[:4])
    return MASK if int(digits) % 97 == 1 else text
