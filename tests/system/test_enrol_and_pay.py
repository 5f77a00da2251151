"""The guide's commands, run as they stand: from a password to a payment that was confirmed."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.system.assembly import ROOT
from tests.system.served_bank import BANK, ServedBank, environment

pytestmark = pytest.mark.slow

GUIDE = ROOT / "docs" / "guides" / "enrol-and-pay.md"
_BLOCK = re.compile(r"^```bash\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[ServedBank]:
    with ServedBank(tmp_path / "home", "--bank.profiles.active=demo") as bank:
        bank.start()
        yield bank


def _commands() -> str:
    blocks = _BLOCK.findall(GUIDE.read_text(encoding="utf-8"))
    assert len(blocks) >= 6, "where are the guide's commands?"
    commands = "\n".join(["set -euo pipefail", *blocks])
    assert ".venv/bin/python" in commands
    return commands.replace(".venv/bin/python", str(BANK.with_name("python")))


def test_the_commands_lead_from_a_password_to_a_confirmed_payment(
    demo: ServedBank, tmp_path: Path
) -> None:
    done = subprocess.run(
        ["bash", "-c", _commands()],
        cwd=tmp_path,
        env=environment() | {"BANK_PORT": str(demo.port)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answers: list[Any] = [json.loads(line) for line in done.stdout.splitlines()]
    none, codes, confirmed, both, before, after, shown, proved, paid = answers
    assert (none["may_move_money"], both["may_move_money"]) == (False, True)
    assert (len(codes["codes"]), confirmed["kind"]) == (10, "totp")
    euros = [each["amount"] for of in (before, after) for each in _euros(of)]
    assert euros == ["500.00", "100.00"]
    assert (shown["amount"]["amount"], shown["payee"]) == ("12.34", "demo-ada")
    assert (proved["status"], paid["status"]) == ("confirmed", "posted")


def _euros(thresholds: Any) -> list[Any]:
    return [each for each in thresholds["items"] if each["currency"] == "EUR"]
