"""The proofs find what they are there to find: each loss and each double that is planted."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from random import Random
from typing import Any
from uuid import UUID

import psycopg
import pytest
from tests.crash.asking import Answer
from tests.crash.proofs import prove
from tests.crash.record import Kept, read_record
from tests.crash.rounds import CrashedBank, crashed_bank

from bank.domain.identifiers import row_of
from bank.infrastructure.embedded_postgresql import EmbeddedPostgres
from bank.infrastructure.embedded_postgresql.creation import SUPERUSER

pytestmark = pytest.mark.slow
Record = Sequence[Kept]
TRIES = 5


@dataclass
class Played:
    """A bank after a round without any fault, in which everything was found to be as it must be."""

    crashed: CrashedBank
    seed: int

    @property
    def records(self) -> list[Record]:
        files = self.crashed.folder.glob(f"seed-{self.seed}/*.jsonl")
        return [read_record(path) for path in sorted(files)]

    def prove(self, records: Sequence[Record] | None = None) -> list[str]:
        _, accounts = self.crashed.earlier[-1]
        asked = self.records if records is None else records
        return prove(asked, accounts, lambda: self.crashed.asking(Random(0)))

    def damage(self, statement: str, *values: object) -> int:
        """Run a statement that nothing of the database stops; gives how many rows it met."""
        embedded = EmbeddedPostgres(self.crashed.scene.bank.home, lambda _line: None)
        with psycopg.connect(embedded.dsn(SUPERUSER, "bank")) as connection:
            connection.execute("SET session_replication_role = replica")
            return connection.execute(statement, values).rowcount

    def first(self, kind: str, fits: Callable[[Kept], bool]) -> Kept:
        every = [kept for record in self.records for kept in record]
        return next(kept for kept in every if kept.operation.kind == kind and fits(kept))

    def acknowledged_transfer(self) -> Kept:
        """One under an id that the bank gave, and that nobody reversed."""
        paths = "".join(kept.operation.path for record in self.records for kept in record)

        def fits(kept: Kept) -> bool:
            named = "id" in kept.operation.body
            return done(kept) and not named and id_of(kept) not in paths

        return self.first("transfer", fits)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    with ExitStack() as stack:
        crashed = crashed_bank(tmp_path_factory.mktemp("planted") / "bank", stack)
        yield _played(crashed)


def _played(crashed: CrashedBank) -> Played:
    """Play until a hold was captured whole: on a slow machine the first round may have none."""
    for seed in range(1, TRIES + 1):
        assert not crashed.play(seed, None).findings
        played = Played(crashed, seed)
        if played.damage("SELECT 1 FROM hold WHERE status = 2"):
            return played
    pytest.fail(f"{TRIES} rounds captured no hold")


def done(kept: Kept) -> bool:
    return kept.answer is not None and kept.answer.done


def id_of(kept: Kept) -> str:
    assert kept.answer is not None
    told_id: str = kept.answer.body["id"]
    return told_id


def told(kept: Kept, **facts: Any) -> Kept:
    assert kept.answer is not None
    return replace(kept, answer=replace(kept.answer, body=kept.answer.body | facts))


def with_changed(records: Sequence[Record], victim: Kept, changed: Kept | None) -> list[list[Kept]]:
    """Give the records with an operation changed, or without it."""
    return [
        [other for kept in record if (other := changed if kept == victim else kept) is not None]
        for record in records
    ]


def test_without_a_loss_nothing_is_found(played: Played) -> None:
    assert played.prove() == []


def test_an_acknowledged_transfer_that_is_not_there_is_found(played: Played) -> None:
    """Scenario: a client wrote down that a transfer was done under an id that the bank lacks."""
    victim = played.acknowledged_transfer()
    stranger = str(UUID(int=7, version=4))
    found = played.prove(with_changed(played.records, victim, told(victim, id=stranger)))
    named = f"transfer {victim.operation.key}"
    assert f"{named}: it was acknowledged, and reading {stranger} answers 404" in found
    assert any(each.startswith(f"{named}: asked again, the bank says") for each in found)


def test_money_that_moved_without_anybody_asking_is_found(played: Played) -> None:
    """Scenario: what the bank did is missing from the clients' records, as if done twice."""
    victim = played.first("withdrawal", done)
    account = victim.operation.body["account_id"]
    found = played.prove(with_changed(played.records, victim, None))
    assert any(each.startswith(f"account {account}: balance is") for each in found)
    assert any(each.startswith(f"account {account}: has") for each in found)
    assert any(each.endswith("the tally says nothing") for each in found)


def test_a_line_of_a_bulk_that_was_posted_and_is_refused_is_found(played: Played) -> None:
    """Scenario: a line comes again by its id under another key, and has another outcome."""
    victim = played.first("bulk", done)
    assert victim.answer is not None
    first, *others = victim.answer.body["outcomes"]
    flipped = "refused" if first["status"] == "posted" else "posted"
    changed = told(victim, outcomes=[first | {"status": flipped}, *others])
    found = played.prove([*played.records, [changed]])
    line = f"line {first['id']} was {first['status']}, and is {flipped} by now"
    assert line in found


def test_a_refusal_that_the_bank_has_otherwise_is_found(played: Played) -> None:
    """Scenario: a client was told no, and the bank says yes to the same key."""
    victim = played.first("deposit", done)
    refused = replace(victim, answer=Answer(422, {"code": "insufficient_funds"}))
    found = played.prove(with_changed(played.records, victim, refused))
    assert any(f"{victim.operation.key}: asked again, the bank says 201" in each for each in found)


def test_an_answer_that_nobody_got_is_found(played: Played) -> None:
    victim = played.first("deposit", done)
    found = played.prove(with_changed(played.records, victim, replace(victim, answer=None)))
    assert f"deposit {victim.operation.key}: nobody was told what became of it" in found


@pytest.mark.parametrize(
    ("damage", "repair", "sentence"),
    [
        (
            "UPDATE ledger_account SET balance_minor = balance_minor - 1 WHERE position IS NULL",
            "UPDATE ledger_account SET balance_minor = balance_minor + 1 WHERE position IS NULL",
            "balance is",
        ),
        (
            "UPDATE ledger_account SET held_minor = held_minor + 1 WHERE position IS NULL",
            "UPDATE ledger_account SET held_minor = held_minor - 1 WHERE position IS NULL",
            "held is",
        ),
        (
            "UPDATE hold SET captured_minor = captured_minor - 1 WHERE status = 2",
            "UPDATE hold SET captured_minor = captured_minor + 1 WHERE status = 2",
            "the tally says ('captured'",
        ),
    ],
)
def test_a_sum_that_is_off_by_one_is_found(
    played: Played, damage: str, repair: str, sentence: str
) -> None:
    assert played.damage(damage) > 0
    found = played.prove()
    assert played.damage(repair) > 0
    assert any(sentence in each for each in found)
    assert played.prove() == []


def test_a_lost_entry_is_found(played: Played) -> None:
    """Scenario: an acknowledged transfer's entry and postings are gone.

    Outcome: missed by id; and by its key it is posted anew, under another id, which is found too.
    """
    victim = played.acknowledged_transfer()
    entry = id_of(victim)
    row = row_of(UUID(entry))
    assert played.damage("DELETE FROM posting WHERE entry = %s", row) == 2
    assert played.damage("DELETE FROM journal_entry WHERE id = %s", row) == 1
    found = played.prove()
    named = f"transfer {victim.operation.key}"
    assert f"{named}: it was acknowledged, and reading {entry} answers 404" in found
    assert f"{named}: asked again, it was done or decided anew" in found
    assert any(each.endswith(f"its statement lacks the entry {entry}") for each in found)


def test_a_lost_refusal_is_found(played: Played) -> None:
    """Scenario: the records of refusals are gone, and by now there is money enough.

    Outcome: what was refused is done when it is asked again, and that is found.
    """
    victim = played.first("transfer", lambda kept: not done(kept))
    assert played.damage("DELETE FROM idempotency_record WHERE outcome = 'refused'") > 0
    found = played.prove()
    named = f"transfer {victim.operation.key}"
    assert f"{named}: asked again, it was done or decided anew" in found
    assert any(each.startswith(f"{named}: asked again, the bank says 201") for each in found)
