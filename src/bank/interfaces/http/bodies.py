"""Reads JSON bodies strictly: the declared shape, no unknown field, no number for a string."""

from collections.abc import Generator, Sequence
from sys import maxsize
from typing import Any

import msgspec
from litestar.connection import Request
from litestar.dto import AbstractDTO, DTOFieldDefinition
from litestar.types.empty import Empty
from litestar.typing import FieldDefinition

from bank.interfaces.http.access import STRANGER
from bank.interfaces.http.explanations import body_errors
from bank.interfaces.http.headers import sent
from bank.interfaces.http.patience import Patience
from bank.interfaces.http.refusals import (
    BodyIncomplete,
    BodyTooLarge,
    BodyTooSlow,
    InvalidRequest,
    MalformedJson,
    UnsupportedMediaType,
)
from bank.interfaces.http.services import HttpSettings

STRANGERS_BODY_MAX = 64 * 1024
"""Whoever has not signed in has little to say, and nothing is known of them when it is read."""


class _Nothing(msgspec.Struct, forbid_unknown_fields=True):
    """The body of a request that has nothing to say."""


class TimedRequest(Request[Any, Any, Any]):
    """A request whose body has to arrive, whole and in time.

    Whoever sends it slowly would otherwise keep a connection for as long as they like.
    """

    @property
    def arrived(self) -> bytes:
        """The body that was waited for before; nothing until then."""
        return b"" if self._body is Empty else self._body

    async def body(self) -> bytes:
        """Give the body, which is read once for all requests made of the same connection.

        Refuses with ``BodyTooLarge``, ``BodyIncomplete`` or ``BodyTooSlow``.
        """
        if self._body is not Empty:
            return self._body
        state = self.app.state
        settings: HttpSettings = state.settings
        patience: Patience = state.patience
        try:
            body = await patience.wait_for(self._arriving(self._size_max(settings)))
        except TimeoutError:
            raise BodyTooSlow from None
        self._body = self._connection_state.body = body
        return body

    def _size_max(self, settings: HttpSettings) -> int:
        is_stranger = getattr(self.scope.get("user"), "kind", None) == STRANGER
        return min(settings.max_body_size, STRANGERS_BODY_MAX if is_stranger else maxsize)

    async def _arriving(self, size_max: int) -> bytes:
        announced = sent(self, b"content-length")
        if announced and announced[0].isdecimal() and int(announced[0]) > size_max:
            raise BodyTooLarge
        chunks, size, more = [], 0, True
        while more:
            event = await self.receive()
            if event["type"] != "http.request":  # whoever sent it has gone
                raise BodyIncomplete
            chunks.append(event["body"])
            size += len(event["body"])
            if size > size_max:
                raise BodyTooLarge
            more = event["more_body"]
        return chunks[0] if len(chunks) == 1 else b"".join(chunks)


_UNCODED: Sequence[Sequence[str]] = ([], ["identity"])
_decoders: dict[Any, msgspec.json.Decoder[Any]] = {}


class StrictJson(AbstractDTO[Any]):
    """Hands a handler its ``data``, decoded in one pass by the decoder of its annotation.

    The framework's own reading would convert twice and take more than is documented.
    """

    def decode_bytes(self, value: bytes) -> Any:
        """Decode a body, or refuse it with all that is wrong with it."""
        request: Any = self.asgi_connection
        return read_as(request, value, request.route_handler.parsed_data_field.annotation)

    @classmethod
    def create_for_field_definition(cls, *_args: Any, **_kwargs: Any) -> None:
        """Prepare nothing: the annotation is all there is."""

    @classmethod
    def create_openapi_schema(
        cls, field_definition: FieldDefinition, handler_id: str, schema_creator: Any
    ) -> Any:
        """Give the schema of the annotation itself."""
        del handler_id
        return schema_creator.for_field_definition(field_definition)

    @classmethod
    def generate_field_definitions(
        cls, model_type: type[Any]
    ) -> Generator[DTOFieldDefinition, None, None]:
        """Give none: no field is treated apart."""
        del model_type
        yield from ()

    @classmethod
    def detect_nested_field(cls, field_definition: FieldDefinition) -> bool:
        """Give no: no field is treated apart."""
        del field_definition
        return False


def read_as(request: Request[Any, Any, Any], body: bytes, shape: Any) -> Any:
    """Read a request's body as a shape; refuses what is no JSON, or not of that shape."""
    refuse_unless_json(request)
    return decoded(body, shape)


def refuse_unless_json(request: Request[Any, Any, Any]) -> None:
    """Refuse a body that says it is anything but plain JSON."""
    kind = "".join(sent(request, b"content-type")[:1]).partition(";")[0].strip().lower()
    is_json = kind == "application/json" or (
        kind.startswith("application/") and kind.endswith("+json")
    )
    if not is_json or sent(request, b"content-encoding") not in _UNCODED:
        raise UnsupportedMediaType


def decoded(body: bytes, shape: Any) -> Any:
    """Decode a body into its shape; refuses with ``MalformedJson`` or ``InvalidRequest``."""
    decoder = _decoders.get(shape)
    if decoder is None:
        decoder = _decoders[shape] = msgspec.json.Decoder(shape)
    try:
        return decoder.decode(body)
    except msgspec.ValidationError:
        errors = _errors(body, shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise MalformedJson from None
    raise InvalidRequest(errors=errors)


async def refuse_content(request: Request[Any, Any, Any]) -> None:
    """Refuse a body that says anything, where none is expected; an empty object says nothing."""
    body = await request.body()
    if not body:
        return
    refuse_unless_json(request)
    decoded(body, _Nothing)


def canonical(body: bytes) -> bytes:
    """Give the bytes that are the same for bodies that differ in spacing and order of fields.

    Refuses with ``MalformedJson``.
    """
    if not body:
        return b""
    try:
        return msgspec.json.encode(msgspec.json.decode(body), order="sorted")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise MalformedJson from None


def _errors(body: bytes, shape: Any) -> Any:
    try:
        return body_errors(body, shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise MalformedJson from None
