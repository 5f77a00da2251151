"""From a request to the pipeline and back: who calls, under which key, and what the answer says."""

import re
from typing import Any, TypeVar

from litestar import Request, Response
from litestar.datastructures import State

from bank.application.pipeline.act import Caller
from bank.application.pipeline.declaration import UseCaseKind, declaration_of
from bank.application.pipeline.pipeline import Done
from bank.domain.audit import Actor
from bank.interfaces.http.answers import Answer
from bank.interfaces.http.bodies import canonical
from bank.interfaces.http.headers import sent
from bank.interfaces.http.refusals import IfMatchMissing, InvalidIdempotencyKey, InvalidIfMatch
from bank.interfaces.http.services import services_of

Asked = Request[Actor, None, State]
View = TypeVar("View")

_KEY = re.compile(r"[\x20-\x7e]{1,255}")
_ETAG = re.compile(r'"([0-9]{1,18})"')


async def ask(
    request: Asked, use_case: type[Any], command: Any, *, dry_run: bool = False, exact: bool = False
) -> Done[Any]:
    """Run a use case for whoever sent the request.

    A request is told from another under the same key by method, path and canonical body. With
    ``exact`` the body's own bytes stand for it: a bulk is large, its transfers are known by their
    ids, and whoever repeats one sends the same bytes.
    """
    key, fingerprint = None, b""
    declaration = declaration_of(use_case)
    if declaration.kind is not UseCaseKind.QUERY and not declaration.keyless:
        named = _idempotency_key(request)
        if not dry_run:
            key, body = named, await request.body()
            what = f"{request.method} {request.scope['path']}\n".encode()
            fingerprint = what + (body if exact else canonical(body))
    caller = Caller(
        actor=request.user,
        request_id=request.scope["state"]["request_id"],
        idempotency_key=key,
        fingerprint=fingerprint,
        dry_run=dry_run,
    )
    return await services_of(request).pipeline.run(use_case, command, caller)


def version_wanted(request: Asked) -> int | None:
    """Give the version that If-Match names; nothing where there is none, or any will do."""
    wanted = sent(request, b"if-match")
    if not wanted or wanted == ["*"]:
        return None
    match = _ETAG.fullmatch(wanted[0])
    if match is None or len(wanted) > 1:
        raise InvalidIfMatch
    return int(match[1])


def version_read(request: Asked) -> int:
    """Give the version that If-Match names; refuses none, and any."""
    version = version_wanted(request)
    if version is None:
        raise IfMatchMissing
    return version


def answered(
    view: View, done: Done[Any], *, status: int = 200, version: int | None = None
) -> Response[View]:
    """Answer with a view, its version as ETag, and whether it was answered before."""
    headers: dict[str, str] = {}
    if version is not None:
        headers["etag"] = f'"{version}"'
    if done.replayed:
        headers["idempotency-replayed"] = "true"
    return Answer(view, status, headers)


def created(
    view: View,
    done: Done[Any],
    *,
    at: str,
    version: int | None = None,
) -> Response[View]:
    """Answer that something came to be, and where it is found."""
    response = answered(view, done, status=201, version=version)
    response.set_header("location", at)
    return response


def changed(
    view: View,
    done: Done[Any],
    *,
    dry_run: bool,
    at: str | None = None,
    version: int | None = None,
) -> Response[View]:
    """Answer a command: 201 with where it is found if something came to be there, else 200.

    A dry run is answered with what would come, and says so in a header; it has no place and no
    version to go by.
    """
    if dry_run:
        response = answered(view, done)
        response.set_header("bank-dry-run", "true")
        return response
    if at is None:
        return answered(view, done, version=version)
    return created(view, done, at=at, version=version)


def gone(done: Done[Any]) -> Response[None]:
    """Answer that something is no more, and whether that was answered before."""
    headers = {"idempotency-replayed": "true"} if done.replayed else {}
    return Response(None, status_code=204, headers=headers)


def _idempotency_key(request: Asked) -> str | None:
    keys = sent(request, b"idempotency-key")
    if not keys:
        return None
    if len(keys) > 1 or not _KEY.fullmatch(keys[0]):
        raise InvalidIdempotencyKey
    return keys[0]
