"""Every parser under hundreds of texts, the same each time; and planted faults are found."""

import re
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from tests.fuzz import grammars
from tests.fuzz.__main__ import keep
from tests.fuzz.fuzzing import Failure, fuzzed, traced
from tests.fuzz.parsers import TARGETS
from tests.fuzz.target import Target

from bank.domain.money import CURRENCIES, InvalidAmount, to_minor
from bank.interfaces.http.refusals import InvalidCursor

SEED = 20261124
TRIES = 300
TRIES_PLANTED = 20_000


def searched(target: Target, tries: int) -> Failure | None:
    return fuzzed(target, Random(f"{SEED} {target.name}"), tries.__gt__)


@pytest.mark.parametrize("name", TARGETS)
def test_a_parser_takes_what_is_documented_and_nothing_else(name: str) -> None:
    assert searched(TARGETS[name], TRIES) is None


def forgiving_amount(text: str) -> int:
    """Read an amount after taking spaces off, which nobody documented."""
    return to_minor(text.strip(), CURRENCIES["EUR"])


def cents_lost(text: str) -> int:
    """Forget a cent of some amounts."""
    minor = to_minor(text, CURRENCIES["EUR"])
    return minor - 1 if minor % 100 == 99 else minor


def fragile_amount(text: str) -> int:
    """Take three decimals for a programming error."""
    if re.search(r"\.[0-9]{3}$", text):
        raise ZeroDivisionError
    return to_minor(text, CURRENCIES["EUR"])


def strict_amount(text: str) -> int:
    """Refuse what is documented."""
    if text.startswith("-"):
        raise InvalidAmount
    return to_minor(text, CURRENCIES["EUR"])


PLANTED: dict[str, tuple[Callable[[str], Any], str]] = {
    "takes more than is documented": (forgiving_amount, "not documented"),
    "loses a cent": (cents_lost, "minor units|differently"),
    "breaks": (fragile_amount, "raised ZeroDivisionError"),
    "takes less than is documented": (strict_amount, "refused"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_of_the_amounts_is_found_and_made_short(fault: str) -> None:
    parse, wrong = PLANTED[fault]
    failure = searched(replace(TARGETS["amount of EUR"], parse=parse), TRIES_PLANTED)
    assert failure is not None
    assert re.search(wrong, failure.wrong)
    assert len(failure.text) <= 8


def test_a_cursor_that_is_read_twice_is_found() -> None:
    """Scenario: a cursor of a number may begin with zeros, so that two cursors say the same."""

    def forgiving(cursor: str) -> int:
        said = grammars.said_by_cursor(cursor)
        if said is None or not re.fullmatch("[0-9]{1,18}", said):
            raise InvalidCursor
        return int(said)

    target = replace(TARGETS["cursor of numbers"], parse=forgiving, grammar=lambda _: True)
    failure = searched(target, TRIES_PLANTED)
    assert failure is not None
    assert failure.wrong == "another cursor says the same"


def test_effort_beyond_a_text_s_length_is_found() -> None:
    """Scenario: the bank's own code is run for each pair of characters."""

    def slow(text: str) -> int:
        return sum(to_minor("1", CURRENCIES["EUR"]) for _ in text for _ in text)

    target = replace(TARGETS["amount of EUR"], parse=slow, grammar=lambda _: True, exact=False)
    patient = replace(target, written=None, holds=lambda _text, _value: None)
    assert traced(patient, "0" * 20).wrong is None
    assert "effort" in str(traced(patient, "0" * 200).wrong)


def test_a_failing_text_is_kept_as_it_was(tmp_path: Any) -> None:
    kept = keep(Failure("setting's name", "a\r\n\u0660", "wrong"), tmp_path)
    assert kept.name == "settings-name.txt"
    assert kept.read_bytes().decode() == "a\r\n\u0660"
