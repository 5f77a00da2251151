"""What an account may be called by: its public id, its number, a client's external reference.

The three never overlap: whoever could give an account a name that reads as another's number or id
would be paid instead of the other.
"""

import re
import unicodedata
from uuid import UUID

from bank.domain.refusals import Kind, Refusal

NAME_LENGTH_MAX = 64
_IBAN = re.compile(r"(?![0-9a-f]{32}\Z)[a-z]{2}[0-9]{2}[a-z0-9]{11,30}")
"""By form alone, so that a misspelt number counts as well. 32 hexadecimal digits are a UUID."""

_HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{32}")
"""Python's own reading takes underscores and the digits of other scripts as well."""

_GROUPED = re.compile(r"[a-z]{2}[0-9]{2}(?:[._~-][a-z0-9]{4}){2,7}(?:[._~-][a-z0-9]{1,4})?")
"""The same in groups of four, as it is printed, with something other than spaces between them."""


class ExternalReferenceInvalid(Refusal):
    """It could be taken for an account's number or id, or is no name at all."""

    code = "external_reference_invalid"
    title = (
        "An external reference is 1 to 64 visible characters that do not have the form of an"
        " account number or of a UUID."
    )
    kind = Kind.INVALID


def refuse_external_reference(reference: str) -> None:
    """Refuse what no account may be called by its client."""
    if not may_be_reference(reference):
        raise ExternalReferenceInvalid


def may_be_name(name: str) -> bool:
    """Whether any account could have the name: neither blank nor too long, and printable."""
    return 0 < len(name) <= NAME_LENGTH_MAX and _is_visible(name)


def may_be_reference(name: str) -> bool:
    """Whether the name could be an external reference."""
    return may_be_name(name) and id_named(name) is None and not looks_like_number(name)


def id_named(name: str) -> UUID | None:
    """Give the UUID that a name is, in any of the forms in which UUIDs are written."""
    bare = name.replace("urn:", "").replace("uuid:", "").strip("{}").replace("-", "")
    return UUID(bare) if _HEXADECIMAL.fullmatch(bare) else None


def number_form(name: str) -> str:
    """Give the one form of numbers that differ in case, character width or spaces."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return "".join(folded.split())


def looks_like_number(name: str) -> bool:
    """Whether a name has the form of an IBAN in any case, with or without separators."""
    form = number_form(name)
    return bool(_IBAN.fullmatch(form) or _GROUPED.fullmatch(form))


def _is_visible(name: str) -> bool:
    if name.isascii():
        return name.isprintable() and not name.isspace()
    # Spaces of any width may stand in a number that was copied from paper.
    return not name.isspace() and all(
        each.isprintable() or unicodedata.category(each) == "Zs" for each in name
    )
