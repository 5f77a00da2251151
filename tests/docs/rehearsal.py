"""A worked example is run, row by row: what happens, whether it is refused, what is shown then."""

import re
from typing import Any

from tests.application.scene import AUDITOR, Desk, a_bank
from tests.docs import (  # noqa: F401 - they know sentences
    approvals,
    asking_for_codes,
    factors,
    passkeys,
    registration,
    sessions,
    step_up,
    tokens,
)
from tests.docs.columns import shown
from tests.docs.pages import Example, Row
from tests.docs.sentences import SENTENCES
from tests.docs.signing_in import NoTokens
from tests.docs.stage import Manner, Stage

from bank.application.identity.challenges.payment_terms import StepUpTerms
from bank.application.ledger.read_ledger import CheckLedger, LedgerCheck
from bank.domain.refusals import Refusal

TERMS = StepUpTerms({"EUR": 500_00})
"""Above which amounts the pages have payments confirmed: as the bank's settings do."""

_ROW = re.compile(
    r"(?P<dry>dry run: )?(?P<again>again: )?(?P<sentence>.+?)(?: \(entry (?P<entry>[A-Z])\))?"
    r"(?: \(key (?P<key>\w+)\))?(?:: `(?P<code>\w+)`)?"
)


async def rehearse(example: Example) -> int:
    """Run an example on a bank of its own, and give how many cells were found to be so.

    Raises ``AssertionError`` or ``LookupError``, naming the row, for what is not as it is said.
    """
    proved = 0
    async with a_bank(issuer=NoTokens(), step_up=TERMS).open() as bank:
        stage = Stage(Desk(bank))
        told = [*example.columns, *[row.sentence for row in example.rows]]
        await stage.set_up(" / ".join(told))
        for row in example.rows:
            try:
                await _act(row, stage)
                for column, cell in zip(example.columns, row.cells, strict=True):
                    seen = await shown(column, stage)
                    assert seen == cell, f"{column}: the page says {cell}, the bank {seen}"
                    proved += 1
            except Exception as fault:
                fault.add_note(f"{row.where}: {row.sentence}")
                raise
        found = await stage.desk.ask(CheckLedger, LedgerCheck(), AUDITOR)
        assert not found.result, found.result
    return proved


async def _act(row: Row, stage: Stage) -> None:
    given = _given(row)
    phrase, gaps = SENTENCES.find(given["sentence"])
    stage.manner = Manner(key=given["key"], dry_run=given["dry"] is not None)
    stage.asked.clear()
    refused: str | None = None
    try:
        await phrase.means(stage, **gaps)
    except Refusal as refusal:
        refused = refusal.code
    assert refused == given["code"], f"the page says {given['code']}, the bank {refused}"
    replayed = any(done.replayed for done in stage.asked)
    assert refused or replayed == bool(given["again"]), f"was answered again: {replayed}"
    if given["entry"] is not None:
        (done,) = stage.asked
        stage.entries[given["entry"]] = done.result.id


def sentence_of(row: Row) -> str:
    """Give a row's sentence without its manner, its names and its refusal."""
    sentence: str = _given(row)["sentence"]
    return sentence


def _given(row: Row) -> dict[str, Any]:
    found = _ROW.fullmatch(row.sentence)
    assert found, f"{row.where}: is no sentence"
    return found.groupdict()
