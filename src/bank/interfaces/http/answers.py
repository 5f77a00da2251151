"""An answer as it is sent: a view as JSON, a status, and the headers of this answer alone."""

from typing import Any, Final, TypeVar

import msgspec
from litestar.enums import MediaType
from litestar.response import Response
from litestar.serialization import default_serializer
from litestar.types import HTTPResponseStartEvent, Send

View = TypeVar("View")

_ENCODER: Final = msgspec.json.Encoder(enc_hook=default_serializer)
_JSON: Final = (b"content-type", b"application/json")


class Answer(Response[View]):
    """A view, which the framework can send as any response, and which can be sent as it is.

    It knows neither cookies nor background tasks, so it prepares nothing for them.
    """

    __slots__ = ()

    def __init__(self, view: View, status: int, headers: dict[str, str]) -> None:
        """Take what there is to say; names of headers are in lower case."""
        self.content = view
        self.status_code = status
        self.headers = headers
        self.media_type = MediaType.JSON
        self.encoding = "utf-8"
        self.background = None
        self.cookies = []
        self.response_type_encoders: dict[Any, Any] = {}

    async def send(self, send: Send) -> None:
        """Send head and body."""
        body = _ENCODER.encode(self.content)
        headers = [_JSON, (b"content-length", b"%d" % len(body))]
        for name, value in self.headers.items():
            headers.append((name.encode("latin-1"), value.encode("latin-1")))
        head: HTTPResponseStartEvent = {
            "type": "http.response.start",
            "status": self.status_code or 200,
            "headers": headers,
        }
        await send(head)
        await send({"type": "http.response.body", "body": body, "more_body": False})
