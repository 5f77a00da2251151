"""The import contracts of pyproject.toml hold here, and each breaks where it should."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]["contracts"]

SOUND = {
    "bootstrap/main.py": "import bank.interfaces.http.app\nimport bank.infrastructure.sql.accounts",
    "interfaces/http/app.py": "import bank.application.transfers.post",
    "interfaces/cli/app.py": "import bank.application.transfers.post\nimport typer",
    "infrastructure/sql/tables.py": "import sqlalchemy",
    "infrastructure/sql/accounts.py": "import bank.infrastructure.sql.tables\n"
    "import bank.application.ports.accounts",
    "infrastructure/system/clock.py": "import bank.application.ports.clock",
    "application/transfers/post.py": "import bank.application.ports.accounts\n"
    "import bank.application.pipeline.runner\nimport bank.domain.ledger.decision",
    "application/holds/place.py": "import bank.application.ports.accounts",
    "application/pipeline/runner.py": "import bank.application.ports.clock\nimport stamina",
    "application/ports/accounts.py": "import bank.domain.money",
    "application/ports/clock.py": "import datetime",
    "domain/ledger/decision.py": "import bank.domain.money",
    "domain/money.py": "import bank.domain.refusals",
    "domain/refusals.py": "",
    "domain/identifiers.py": "",
}
"""A bank in miniature that keeps every contract."""

OFFENCES = {
    "layers": {"domain/money.py": "import bank.infrastructure.sql.accounts"},
    "layers, a stray beside them": {"utils.py": ""},
    "layers, behind TYPE_CHECKING": {
        "domain/money.py": "from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    import bank.infrastructure.sql.accounts"
    },
    "frameworks": {"application/holds/place.py": "import sqlalchemy"},
    "domain-order": {"domain/identifiers.py": "import bank.domain.ledger.decision"},
    "capabilities": {"application/holds/place.py": "import bank.application.transfers.post"},
    "capabilities, known to the pipeline": {
        "application/pipeline/runner.py": "import bank.application.holds.place"
    },
    "pipeline": {"application/ports/clock.py": "import bank.application.pipeline.runner"},
    "adapters": {"infrastructure/system/clock.py": "import bank.infrastructure.sql.accounts"},
    "entry-points": {"interfaces/cli/app.py": "import bank.interfaces.http.app"},
    "tables": {"bootstrap/main.py": "import bank.infrastructure.sql.tables"},
    "cycles": {
        "domain/ledger/accounts.py": "import bank.domain.ledger.entries",
        "domain/ledger/entries.py": "import bank.domain.ledger.accounts",
    },
}


def _lint(root: Path, *only: str) -> subprocess.CompletedProcess[str]:
    command = "import sys; from importlinter.cli import lint_imports_command as go; go()"
    chosen = [word for each in only for word in ("--contract", each)]
    return subprocess.run(
        [sys.executable, "-c", command, "--no-logo", "--no-cache", *chosen],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "src"), "COLUMNS": "400", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def _plant(root: Path, files: dict[str, str]) -> None:
    (root / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    for name, text in files.items():
        path = root / "src" / "bank" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for folder in (root / "src" / "bank").glob("**/"):
        (folder / "__init__.py").touch()


def test_the_repository_keeps_the_contracts() -> None:
    told = _lint(ROOT)

    assert told.returncode == 0, told.stdout + told.stderr


def test_a_sound_bank_keeps_the_contracts(tmp_path: Path) -> None:
    _plant(tmp_path, SOUND)

    told = _lint(tmp_path)

    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.parametrize("offence", OFFENCES)
def test_the_contract_breaks_where_it_should(offence: str, tmp_path: Path) -> None:
    _plant(tmp_path, SOUND | OFFENCES[offence])
    contract = offence.partition(",")[0]

    told = _lint(tmp_path, contract)

    assert re.search(r"\bBROKEN\b", told.stdout), told.stdout + told.stderr
    guidance = next(
        each["broken_contract_guidance"] for each in CONTRACTS if each["id"] == contract
    )
    assert guidance.split()[0] in told.stdout


def test_every_contract_has_an_offence_and_a_remedy() -> None:
    assert {each["id"] for each in CONTRACTS} == {each.partition(",")[0] for each in OFFENCES}
    assert all(each["broken_contract_guidance"].strip() for each in CONTRACTS)
