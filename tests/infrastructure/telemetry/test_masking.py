from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from uuid import UUID

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from bank.infrastructure.telemetry.faults import fault_text
from bank.infrastructure.telemetry.masking import (
    MASK,
    is_forbidden,
    mask_mapping,
    mask_text,
    mask_value,
)

JWT = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ0ZWxsZXIifQ.c2lnbmF0dXJlLW9mLWl0"
PARAMETERS = {"full_name": "Ada"}
ROW = 'duplicate key value violates unique constraint "uq_x"\nDETAIL:  Key (number)=(4711) exists.'


@pytest.mark.parametrize(
    ("text", "leak"),
    [
        ("account DE89370400440532013000 is closed", "DE8937"),
        ("account DE89 3704 0044 0532 0130 00 is closed", "0532"),
        ("/v1/accounts/NO9386011117947", "1117947"),
        ("/v1/accounts?iban%3DGB29NWBK60161331926819", "NWBK"),
        ("gb29nwbk60161331926819", "nwbk"),
        ("de89 3704 0044 0532 0130 00", "0532"),
        ("DE00370400440532013000, with a wrong check digit", "37040044"),
        ("mail to ada.lovelace+bank@example.co.uk failed", "lovelace"),
        ("?to=ada%40example.com", "ada"),
        ("Authorization: Bearer abc.def-ghi", "abc.def"),
        ("{'authorization': 'Basic dXNlcjpwdw=='}", "dXNlcjpwdw"),
        ("got bearer 0123456789abcdef", "0123456789"),
        (f"token was {JWT} there", "eyJ"),
        ("Cookie: session=abcdef; theme=dark", "abcdef"),
        ("connect postgresql://bank:hunter2@db.example.com/bank", "hunter2"),
        ("connect postgresql+psycopg://bank:hun/t@er2@db/bank", "er2"),
        ("connect amqp://user:hunter2@mq:5672", "hunter2"),
        ("host=db user=bank password=hunter2 dbname=bank", "hunter2"),
        ("host=db password='hunter 2' dbname=bank", "hunter"),
        ("RegisterCustomer(full_name='Ada Lovelace', kind='person')", "Lovelace"),
        ('{"full_name": "Ada Lovelace"}', "Lovelace"),
        ('{"client_secret": "s3cr3t"}', "s3cr3t"),
        ("reference='rent May'", "rent"),
        ("call +49 170 1234567 now", "1234567"),
        ("call +4917012345678", "12345678"),
        (ROW, "4711"),
        (repr(ROW), "4711"),
        (repr("one\nDE89370400440532013000"), "3704"),
        ("invalid literal for int() with base 10: '31415926'", "31415926"),
        ("DETAIL:  Failing row contains (1, Ada\nLovelace\nHINT: x, null).", "Lovelace"),
        ("bad CONTEXT:  COPY entry, line 1, column amount: Ada", "Ada"),
        ("syntax error\nLINE 1: insert into t values ('Ada')", "Ada"),
        ("(psycopg.Error) bad\n[SQL: insert]\n[parameters: {'n': 'Ada'}]", "Ada"),
        ('invalid input syntax for type uuid: "Ada"', "Ada"),
        ('value "31415926" is out of range for type integer', "31415926"),
    ],
)
def test_what_may_not_be_read_is_masked(text: str, leak: str) -> None:
    assert leak in text
    assert leak not in mask_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "transfer.post",
        "Posted a batch of 8190 in 0.012 s",
        "0199aabb-1111-7000-8000-123456789012",
        "de120000-1111-7000-8000-123456789012",
        "4bf92f3577b34da6a3ce929d0e0e4736",
        "de12f3577b34da6a3ce929d0e0e47361",
        "00-de12f3577b34da6a3ce929d0e0e47361-00f067aa0ba902b7-01",
        "2026-11-03T09:30:00+00:00",
        "GET /v1/accounts/{account_id}/entries?cursor=abc",
        "http://collector:4318/v1/traces",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "workers=4 port=8080",
        'null value in column "kind" of relation "customer"',
    ],
)
def test_what_may_be_read_is_left_alone(text: str) -> None:
    assert mask_text(text) == text


@given(st.text(max_size=200))
def test_masking_twice_is_masking_once_where_nothing_was_found(text: str) -> None:
    once = mask_text(text)
    if once == text:
        assert mask_text(once) == once


@given(st.text(alphabet="aA1@.+-_ =:/%\n\"'", max_size=3_000))
def test_no_text_makes_it_slow(text: str) -> None:
    mask_text(text)


def test_a_very_long_text_is_cut() -> None:
    assert len(mask_text("ab1 @" * 100_000)) < 20_000


@pytest.mark.parametrize(
    "name",
    [
        "authorization",
        "Authorization",
        "x-api-key",
        "apiKey",
        "access_token",
        "PASSWORD",
        "email",
        "customer.email",
        "full_name",
        "customer.full_name",
        "fullName",
        "phone",
        "phoneNumber",
        "reference",
        "external_reference",
        "number",
        "account_number",
        "iban",
        "debit_iban",
        "dsn",
        "name",
    ],
)
def test_such_names_are_forbidden_in_any_spelling(name: str) -> None:
    assert is_forbidden(name)


@pytest.mark.parametrize(
    "name",
    ["action", "bank.outcome", "request_id", "status", "logger", "uri", "code.function.name"],
)
def test_other_names_are_not(name: str) -> None:
    assert not is_forbidden(name)


class Colour(Enum):
    RED = "red"


@dataclass
class Person:
    called: str


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, None),
        (True, True),
        (1, 1),
        (Colour.RED, "red"),
        (Decimal("1.10"), "1.10"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (datetime(2026, 1, 2, tzinfo=UTC), "2026-01-02 00:00:00+00:00"),
        (Person("Ada"), "<Person>"),
        (b"Ada", "<3 bytes>"),
        (["a@b.cd", {"pin": 1}], [MASK, {"pin": MASK}]),
        (ValueError("a@b.cd"), f"ValueError: {MASK}"),
    ],
)
def test_values_are_shown_plainly_and_objects_by_their_class(value: object, shown: object) -> None:
    assert mask_value(value) == shown


def test_deep_and_circular_values_end() -> None:
    circular: dict[str, object] = {}
    circular["again"] = circular
    assert "again" in mask_mapping(circular)


def test_a_database_s_row_values_are_cut_at_every_link_of_a_chain() -> None:
    try:
        try:
            raise psycopg.errors.UniqueViolation(ROW)
        except psycopg.Error as fault:
            raise IntegrityError("insert into t", PARAMETERS, fault) from fault
    except IntegrityError as fault:
        text = fault_text(fault)
    assert "4711" not in text
    assert "Ada" not in text
    assert "psycopg.errors.UniqueViolation: duplicate key" in text
    assert "direct cause" in text
    assert text.count("Traceback (most recent call last):") == 2
    assert text.index("UniqueViolation: ") < text.index("sqlalchemy.exc.IntegrityError: ")


def test_groups_show_their_members_and_circles_end() -> None:
    first, second = ValueError("one"), KeyError("two")
    first.__context__, second.__context__ = second, first
    text = fault_text(ExceptionGroup("several", [first, second]))
    assert "ValueError: one" in text
    assert "KeyError" in text


class Unreadable(Exception):
    def __str__(self) -> str:
        raise RuntimeError


def test_an_exception_that_cannot_be_read_is_shown_by_its_class() -> None:
    assert "Unreadable: (its message cannot be read)" in fault_text(Unreadable())
    assert mask_value(Unreadable()) == "Unreadable: (its message cannot be read)"
