"""A served bank under attack: who lives in it, who attacks it, and what is proved of it after."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from tests.hostile.attack import Attack, Report, attacked
from tests.hostile.feeding import dictionaries, fed
from tests.hostile.population import Population, populated
from tests.system.served_bank import ServedBank

from bank.bootstrap.office import Office

SETTINGS = ("--bank.exchange.quote-lifetime=1h", "--bank.telemetry.log-level=DEBUG")
_BODY_SECONDS = 2


@dataclass
class Siege:
    """A bank, its people, and what came of attacking it."""

    bank: ServedBank
    people: Population
    report: Report = field(default_factory=Report)
    tokens: list[str] = field(default_factory=list)

    def token(self, role: str, subject: str = "tests") -> str:
        office = Office.configured(self.bank.settings)
        token = office.issue_token(subject, (role,)).text
        self.tokens.append(token)
        return token

    def document(self) -> dict[str, Any]:
        """Give the interface as the server describes it."""
        document: dict[str, Any] = httpx.get(f"{self.bank.url}/openapi.json").json()
        return document

    def attack(self, role: str, *, examples: int, seed: int, thorough: bool = False) -> Report:
        """Have somebody in a role try everything; a customer attacks as one who has accounts."""
        subject = self.people.customers[0] if role == "customer" else "tests"
        token = self.token(role, subject)
        attack = Attack(self.bank.url, token, examples=examples, thorough=thorough, seed=seed)
        report = attacked(fed(self.document(), self.people), dictionaries(self.people), attack)
        self.report.add(report)
        return report

    def wrongs(self) -> list[str]:
        """Say what an attack must not leave behind: broken books, tracebacks, secrets in logs."""
        log = self.bank.said
        told = [secret for secret in self.people.secrets if secret.lower() in log.lower()]
        told += [token for token in self.tokens if token.rpartition(".")[2] in log]
        broken = [line[:300] for line in log.splitlines() if _is_broken(line)]
        books = [str(finding) for finding in self.bank.findings()]
        return [
            *(f"the log tells {secret}" for secret in told),
            *(f"the log says: {line}" for line in broken),
            *(f"the ledger check finds: {finding}" for finding in books),
        ]


@contextmanager
def besieged(home: Path) -> Iterator[Siege]:
    """Serve a bank with people in it."""
    settings = (*SETTINGS, f"--bank.server.body-timeout={_BODY_SECONDS}s")
    with ServedBank(home, *settings) as bank:
        bank.start()
        with bank.client() as client:
            people = populated(client)
        yield Siege(bank, people, tokens=[bank.token()])


def _is_broken(line: str) -> bool:
    return "Traceback" in line or "request failed" in line or '"level": "error"' in line
