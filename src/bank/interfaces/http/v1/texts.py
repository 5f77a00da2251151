"""The forms of text and names that bodies and addresses take."""

import re
from typing import Annotated

from litestar.params import PathParameter
from msgspec import Meta

from bank.domain.account_names import NAME_LENGTH_MAX, looks_like_number, may_be_name
from bank.interfaces.http.explanations import FieldError
from bank.interfaces.http.refusals import AccountNumberInUrl, InvalidRequest

REFERENCE_MAX = 140
_UNSEEN = r"\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
"""Controls, line breaks, and what turns or hides the text around it."""

_VISIBLE = rf"(?=.*\S)[^{_UNSEEN}]*"
_TEXT = re.compile(_VISIBLE)


def _form(
    pattern: str,
    *,
    min_length: int | None = None,
    max_length: int | None = None,
    description: str | None = None,
) -> Meta:
    """Say the form of a whole text: in Python ``$`` also stands before a last line break."""
    return Meta(
        pattern=rf"^(?:{pattern})\Z",
        min_length=min_length,
        max_length=max_length,
        description=description,
        extra_json_schema={"pattern": f"^{pattern}$"},
    )


FullName = Annotated[str, _form(_VISIBLE, min_length=1, max_length=200)]
Email = Annotated[str, _form(rf"[^@\s{_UNSEEN}]+@[^@\s{_UNSEEN}]+", max_length=254)]
Phone = Annotated[str, _form(r"\+?[0-9][0-9 ()./-]{2,30}", max_length=32)]
Code = Annotated[str, _form(r"[A-Za-z0-9._-]+", max_length=64)]
Till = Annotated[str, _form(r"[A-Za-z0-9._-]+", max_length=64, description="The till's name.")]
AccountName = Annotated[str, _form(_VISIBLE, min_length=1, max_length=140)]
Reference = Annotated[
    str,
    _form(
        _VISIBLE,
        min_length=1,
        max_length=REFERENCE_MAX,
        description="Free text for the people concerned; stored encrypted.",
    ),
]
ExternalReference = Annotated[
    str,
    _form(
        r"[A-Za-z0-9._~-]{1,64}",
        description="The name of the account in your system. It must not have the form of an"
        " account number (two letters, two digits, then eleven or more of either) or of a UUID.",
    ),
]
NamedAccount = Annotated[
    str,
    _form(
        _VISIBLE,
        min_length=1,
        max_length=NAME_LENGTH_MAX,
        description="The account's id, its number, or its external reference.",
    ),
]
PathAccount = Annotated[
    str,
    PathParameter(
        description="The account's id or its external reference; never its number, because"
        " addresses are logged.",
        max_length=NAME_LENGTH_MAX,
    ),
]


def addressed(account: str, location: str = "path", field: str = "account") -> str:
    """Give the name of an account that an address may carry; refuses its number."""
    refuse_unless_visible(account, location, field)
    if looks_like_number(account):
        raise AccountNumberInUrl
    return account


def refuse_unless_visible(text: str, location: str, field: str) -> None:
    """Refuse what an address may carry but no name is: nothing, spaces alone, controls."""
    if not may_be_name(text):
        detail = "Write 1 to 64 visible characters."
        raise InvalidRequest(errors=[FieldError(location, field, detail)])


def is_visible_text(text: str) -> bool:
    """Whether a text has something to see and nothing that cannot be seen."""
    if text.isprintable() and text and not text.isspace():
        return True  # nearly every text: what is printable is neither a control nor unseen
    return _TEXT.fullmatch(text) is not None
