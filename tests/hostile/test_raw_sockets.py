"""What no client sends, over bare sockets: the server lives, and says no in HTTP where it can."""

import gzip
import json
import socket
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest
from tests.hostile.siege import Siege, besieged
from tests.hostile.wire import (
    TRANSFER,
    bearer,
    bodies,
    chunked,
    exchange,
    post,
    request,
)
from tests.system.served_bank import HOST

pytestmark = pytest.mark.slow

BODIES = bodies()
KEY = b"Idempotency-Key: wire"


@pytest.fixture(scope="module")
def siege(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Siege]:
    with besieged(tmp_path_factory.mktemp("wire") / "home") as siege:
        yield siege


@pytest.fixture
def token(siege: Siege) -> str:
    return siege.bank.token()


def whole(body: bytes) -> bytes:
    return b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)


@pytest.mark.parametrize("case", BODIES)
def test_a_body_that_is_no_transfer_is_a_problem(siege: Siege, token: str, case: str) -> None:
    body, status, code = BODIES[case]
    heard = exchange(siege.bank.port, post(token, body))
    assert (list(heard.statuses), heard.code) == ([status], code)


@pytest.mark.parametrize(
    "headers",
    [(b"Content-Encoding: gzip", KEY), (b"Content-Encoding: br", KEY)],
    ids=["gzip", "brotli"],
)
def test_a_compressed_body_is_not_unpacked(
    siege: Siege, token: str, headers: tuple[bytes, ...]
) -> None:
    """Scenario: fifty megabytes of spaces in fifty kilobytes. Outcome: 415, nothing unpacked."""
    heard = exchange(siege.bank.port, post(token, gzip.compress(b" " * 50_000_000), *headers))
    assert (list(heard.statuses), heard.code) == ([415], "unsupported_media_type")


@pytest.mark.parametrize("kind", [b"text/plain", b"multipart/form-data; boundary=x", b"\xff"])
def test_a_body_of_another_type_is_refused(siege: Siege, token: str, kind: bytes) -> None:
    heard = exchange(siege.bank.port, post(token, TRANSFER, kind=kind))
    assert (list(heard.statuses), heard.code) == ([415], "unsupported_media_type")


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ((KEY, b"Idempotency-Key: other"), 400, "invalid_idempotency_key"),
        ((KEY, KEY), 400, "invalid_idempotency_key"),
        ((b"Idempotency-Key: \xff\xe9",), 400, "invalid_idempotency_key"),
        ((b"Idempotency-Key:",), 400, "invalid_idempotency_key"),
        ((b"Idempotency-Key: " + b"k" * 256,), 400, "invalid_idempotency_key"),
        ((KEY, b"Authorization: Bearer other"), 401, "token_invalid"),
        ((b"X-None: 1",), 400, "idempotency_key_missing"),
    ],
)
def test_a_header_that_has_to_be_one_is_one(
    siege: Siege, token: str, headers: tuple[bytes, ...], status: int, code: str
) -> None:
    heard = exchange(siege.bank.port, post(token, TRANSFER, *headers))
    assert (list(heard.statuses), heard.code) == ([status], code)


@pytest.mark.parametrize(
    "chunks",
    [(b"zz\r\n", TRANSFER), (b"f" * 18 + b"\r\n", TRANSFER), (b"5c\r\n", TRANSFER[:9])],
    ids=["no size", "a size without end", "cut off"],
)
def test_a_body_in_broken_chunks_is_incomplete(
    siege: Siege, token: str, chunks: tuple[bytes, ...]
) -> None:
    heard = exchange(siege.bank.port, chunked(token, *chunks), end=True)
    assert (list(heard.statuses), heard.code) in (([400], "body_incomplete"), ([400], ""), ([], ""))


def test_a_body_in_chunks_is_read_whole(siege: Siege, token: str) -> None:
    heard = exchange(siege.bank.port, chunked(token, whole(TRANSFER)))
    assert (list(heard.statuses), heard.code) == ([404], "account_not_found")


@pytest.mark.parametrize(
    "headers",
    [
        (b"Content-Length: 500",),
        (b"Content-Length: -1",),
        (b"Content-Length: 99999999999999999999",),
        (b"Content-Length: 92", b"Content-Length: 3"),
        (b"Transfer-Encoding: gzip",),
    ],
)
def test_a_length_that_does_not_fit_is_refused(
    siege: Siege, token: str, headers: tuple[bytes, ...]
) -> None:
    head = (bearer(token), b"Content-Type: application/json", KEY)
    asked = request("POST", b"/v1/transfers", *head, *headers, body=TRANSFER)
    heard = exchange(siege.bank.port, asked, end=True)
    assert list(heard.statuses) in ([400], [])
    assert heard.code in {"body_incomplete", ""}


def test_a_body_that_drips_is_not_waited_for(siege: Siege, token: str) -> None:
    """Scenario: five bytes of a body come, and then no more. Outcome: 408, and others go on."""
    head = (bearer(token), b"Content-Type: application/json", KEY, b"Content-Length: 500")
    heard = exchange(siege.bank.port, request("POST", b"/v1/transfers", *head, body=TRANSFER[:5]))
    assert (list(heard.statuses), heard.code) == ([408], "body_too_slow")


def test_whoever_begins_a_request_and_says_no_more_keeps_nobody_waiting(siege: Siege) -> None:
    """Scenario: two hundred connections each send half a head. Outcome: others are answered."""
    with ExitStack() as opened:
        for _ in range(200):
            slow = socket.create_connection((HOST, siege.bank.port))
            opened.enter_context(slow)
            slow.sendall(b"GET /oauth2/jwks HTTP/1.1\r\nHost: bank\r\nX-Slow: ")
        assert siege.bank.is_ready()


@pytest.mark.parametrize(
    ("head", "statuses"),
    [
        (request("GET", b"/oauth2/jwks", b"X-A: " + b"a" * 1_000_000), [431]),
        (request("GET", b"/oauth2/jwks", *(b"X-%d: a" % n for n in range(500))), [431]),
        (request("GET", b"/v1/accounts/" + b"a" * 100_000), [414]),
        (request("GET", b"/oauth2/jwks\xff\xfe"), [400]),
        (request("GET", b"/oauth2/jwks", b"Bad Name: x"), [400]),
        (request("GET", b"/oauth2/jwks", b"X-A: a\0b"), [400]),
        (request("GET", b"/oauth2/jwks", b"A: x", b"  folded"), [400]),
        (request("GET", b"/oauth2/jwks%00"), [404]),
        (request("GET", b"/v1/../oauth2/jwks"), [404]),
        (request("CONNECT", b"evil.example:443"), [404]),
        (request("TRACE", b"/oauth2/jwks"), [405]),
        (request("A" * 5_000, b"/oauth2/jwks"), [405]),
        (b"GET /oauth2/jwks HTTP/3.9\r\nHost: bank\r\n\r\n", [400]),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 100, [400]),
    ],
    ids=range(14),
)
def test_a_head_that_is_none_is_refused(siege: Siege, head: bytes, statuses: list[int]) -> None:
    assert list(exchange(siege.bank.port, head).statuses) == statuses


def test_requests_in_one_breath_are_answered_in_their_order(siege: Siege, token: str) -> None:
    first = request("GET", b"/oauth2/jwks", close=False)
    second = request("GET", b"/nowhere", close=False)
    heard = exchange(siege.bank.port, first, second, first, post(token, b"{"))
    assert list(heard.statuses) == [200, 404, 200, 400]


def test_a_thousand_wrong_parameters_are_refused_shortly(siege: Siege, token: str) -> None:
    query = b"&".join(b"a%d=1" % number for number in range(5_000))
    asked = request("GET", b"/v1/accounts?" + query, bearer(token))
    heard = exchange(siege.bank.port, asked)
    assert heard.code == "unknown_parameter"
    assert len(json.loads(heard.body)["errors"]) <= 20


@pytest.mark.parametrize(
    "path",
    [
        b"/v1/ledger/entries?cursor=" + urlsafe_b64encode(b"1" * 4_999).rstrip(b"="),
        b"/v1/audit/events?cursor=" + urlsafe_b64encode(b"1" * 4_999).rstrip(b"="),
        b"/v1/ledger/accounts?cursor=",
    ],
    ids=["a number without end", "no id", "empty"],
)
def test_a_cursor_that_no_list_gave_is_refused(siege: Siege, path: bytes) -> None:
    role = "auditor"
    heard = exchange(siege.bank.port, request("GET", path, bearer(siege.token(role))))
    assert (list(heard.statuses), heard.code) == ([400], "invalid_cursor")


def test_after_all_of_it_the_bank_is_well(siege: Siege, token: str) -> None:
    assert siege.bank.is_ready()
    payer, payee, *_ = siege.people.accounts
    order = {"debit_account_id": payer, "credit_account_id": payee}
    body = order | {"amount": {"currency": "EUR", "amount": "1.00"}}
    with siege.bank.client() as client:
        paid = client.post("/v1/transfers", json=body, headers={"Idempotency-Key": "after"})
    assert paid.status_code == httpx.codes.CREATED, paid.text
    assert not siege.wrongs()
