"""Reads JSON bodies strictly: the declared shape, no unknown field, no number for a string."""

from collections.abc import Generator
from typing import Any

import msgspec
from litestar.connection import Request
from litestar.dto import AbstractDTO, DTOFieldDefinition
from litestar.typing import FieldDefinition

from bank.interfaces.http.explanations import body_errors
from bank.interfaces.http.refusals import InvalidRequest, MalformedJson, UnsupportedMediaType


class _Nothing(msgspec.Struct, forbid_unknown_fields=True):
    """The body of a request that has nothing to say."""


_decoders: dict[Any, msgspec.json.Decoder[Any]] = {}


class StrictJson(AbstractDTO[Any]):
    """Hands a handler its ``data``, decoded in one pass by the decoder of its annotation.

    The framework's own reading would convert twice and take more than is documented.
    """

    def decode_bytes(self, value: bytes) -> Any:
        """Decode a body, or refuse it with all that is wrong with it."""
        request: Any = self.asgi_connection
        refuse_unless_json(request)
        return decoded(value, request.route_handler.parsed_data_field.annotation)

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


def refuse_unless_json(request: Request[Any, Any, Any]) -> None:
    """Refuse a body that says it is anything but plain JSON."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    is_json = kind == "application/json" or (
        kind.startswith("application/") and kind.endswith("+json")
    )
    if not is_json or request.headers.get("content-encoding", "identity") != "identity":
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
