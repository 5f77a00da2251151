"""The cookie of a browser's session, and what shows that our own page sent it along.

`__Host-` binds it to this host and to `Path=/`, and browsers take it with `Secure` alone: over
plain HTTP from `localhost` and 127.0.0.1 only. It has no end of its own, so that it goes with the
browser; the session's end is the bank's to know.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from bank.application.identity.sessions.session_desk import OpenedSession, ProvedSession
from bank.interfaces.http.refusals import CsrfRefused

SESSION_COOKIE = "__Host-session"
CLIENT_HEADER = "X-Bank-Client"
_PREFIX = f"{SESSION_COOKIE}="
_ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Strict"
_CLIENT = CLIENT_HEADER.lower().encode()
_READS = frozenset({"GET", "HEAD"})
_OWN_PAGE = frozenset({b"same-origin", b"none"})


def session_cookie(carried: OpenedSession | ProvedSession) -> str:
    """Give the value of ``Set-Cookie`` that carries a browser's session from now on."""
    return f"{_PREFIX}{carried.cookie}; {_ATTRIBUTES}"


def cleared_cookie() -> str:
    """Give the value of ``Set-Cookie`` that has a browser forget its session."""
    return f"{_PREFIX}; {_ATTRIBUTES}; Max-Age=0"


def cookies_of_session(headers: Iterable[bytes]) -> list[str]:
    """Give what is sent as the session's cookie: nothing, once, or several times over."""
    pairs = (pair.strip() for each in headers for pair in each.decode("latin-1").split(";"))
    return [pair.removeprefix(_PREFIX) for pair in pairs if pair.startswith(_PREFIX)]


def carried_cookie(headers: Iterable[bytes]) -> str | None:
    """Give the one cookie of a session that is sent; several at once are none."""
    sent = cookies_of_session(headers)
    return sent[0] if len(sent) == 1 else None


def refuse_forged(scope: Mapping[str, Any]) -> None:
    """Refuse what changes something unless a page of this very origin sent it.

    Browsers let no other site's page send a header of its own, and say themselves from where a
    request comes: by ``Sec-Fetch-Site``, older ones by ``Origin`` alone. Raises ``CsrfRefused``.
    """
    if scope["method"] in _READS:
        return
    sent: dict[bytes, list[bytes]] = {}
    for name, value in scope["headers"]:
        sent.setdefault(name, []).append(value)
    client = sent.get(_CLIENT, [])
    if not any(value.strip() for value in client) or not _from_here(sent):
        raise CsrfRefused


def _from_here(sent: dict[bytes, list[bytes]]) -> bool:
    fetched = sent.get(b"sec-fetch-site")
    if fetched is not None:
        return len(fetched) == 1 and fetched[0] in _OWN_PAGE
    origins, hosts = sent.get(b"origin", []), sent.get(b"host", [])
    if len(origins) != 1 or len(hosts) != 1:
        return False
    _, _, host = origins[0].lower().partition(b"://")
    return host == hosts[0].lower()
