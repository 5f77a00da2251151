"""The page of proofs says what ``bank ledger check`` proves."""

from pathlib import Path

from bank.application.ledger.proofs import MEANING, Proof
from bank.bootstrap.ledger_check_reference import page
from bank.infrastructure.in_memory.checks import CHECKS
from bank.infrastructure.sql.postgresql.checks import passes

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "ledger-check.md"


def test_the_page_is_what_the_proofs_say() -> None:
    remedy = "run: python -m bank.bootstrap.ledger_check_reference docs/reference/ledger-check.md"
    assert PAGE.read_text(encoding="utf-8") == page(), remedy


def test_every_proof_says_what_it_means_and_is_made_once_by_every_backend() -> None:
    conditions = [each.proof for run in passes(limited=True) for each in run.conditions]
    assert sorted(conditions) == sorted(Proof)
    assert set(MEANING) == set(CHECKS) == set(Proof)
