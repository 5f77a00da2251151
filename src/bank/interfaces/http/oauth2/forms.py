"""Reads forms as OAuth 2 wants them: each parameter once, an empty one as if it were not there."""

from typing import Any
from urllib.parse import parse_qsl

import msgspec

from bank.interfaces.http.bodies import StrictJson, TimedRequest
from bank.interfaces.http.headers import sent
from bank.interfaces.http.oauth2.errors import FormUnreadable

_TYPE = "application/x-www-form-urlencoded"
_FIELDS_MAX = 32


class StrictForm(StrictJson):
    """Hands a handler its ``data``, read from the form's own bytes.

    What the framework has made of them does not tell one value from several. Parameters that the
    bank does not know are passed over, as RFC 6749 demands.
    """

    def decode_builtins(self, value: Any) -> Any:
        """Read the form that has arrived; refuses with ``FormUnreadable``."""
        del value
        request: Any = self.asgi_connection
        return form_of(request, request.route_handler.parsed_data_field.annotation)


def form_of(request: TimedRequest, shape: Any) -> Any:
    """Read the body of a request, which is there already, as a shape."""
    kind = "".join(sent(request, b"content-type")[:1]).partition(";")[0].strip().lower()
    if kind != _TYPE or sent(request, b"content-encoding"):
        raise FormUnreadable(f"Send the parameters as {_TYPE}.")
    try:
        pairs = parse_qsl(
            request.arrived.decode("ascii"),
            keep_blank_values=True,
            max_num_fields=_FIELDS_MAX,
            errors="strict",
        )
    except ValueError:
        raise FormUnreadable("The form is not well-formed.") from None
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise FormUnreadable("No parameter may be there twice.")
    try:
        return msgspec.convert({name: value for name, value in fields.items() if value}, shape)
    except msgspec.ValidationError as fault:
        raise FormUnreadable(str(fault).partition(" - at")[0].replace("`", "")) from None
