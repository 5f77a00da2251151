"""A served bank under attack: who lives in it, who attacks it, and what is proved of it after."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from tests.application.scene import factors_of
from tests.hostile.attack import Attack, Report, attacked
from tests.hostile.feeding import dictionaries, fed
from tests.hostile.insider import PATHS, insider
from tests.hostile.newcomers import ORIGIN, Doorstep, deciding, letting_in, strangers, waiting
from tests.hostile.population import Population, populated
from tests.smtp_server import LetterBox, free_port, smtp_server
from tests.system.served_bank import ServedBank

from bank.bootstrap.office import Office

SETTINGS = (
    "--bank.exchange.quote-lifetime=1h",
    "--bank.telemetry.log-level=DEBUG",
    "--bank.notices.channel=smtp",
    "--bank.notices.smtp.security=none",
    f"--bank.passkeys.origins={ORIGIN}",
    "--bank.registration.retention=1ms",
    # However long the attack takes, who signed in has proved it lately.
    "--bank.sessions.proofs-are-fresh=1h",
    # Thousands of strangers come from this one address: what is behind the limit is attacked here.
    "--bank.rate-limit.strangers=0",
)
RULES = """rules:
  - {action: transfer.post, roles: [branch_manager], currency: EUR, above: "500000.00"}
"""
ENDS_ALL = "endEverybodysSessions"
_BODY_SECONDS = 2


@dataclass
class Siege:
    """A bank, its people, and what came of attacking it."""

    bank: ServedBank
    people: Population
    door: Doorstep
    report: Report = field(default_factory=Report)
    tokens: list[str] = field(default_factory=list)

    def token(self, role: str, subject: str = "tests") -> str:
        # Of a bank in earnest customers get no token but by signing in.
        office = Office.configured([*self.bank.settings, "--bank.demo.enabled=true"])
        token = office.issue_token(subject, (role,), factors_of([role])).text
        self.tokens.append(token)
        return token

    def document(self) -> dict[str, Any]:
        """Give the interface as the server describes it."""
        document: dict[str, Any] = httpx.get(f"{self.bank.url}/openapi.json").json()
        return document

    def attack(
        self,
        role: str,
        *,
        examples: int,
        seed: int,
        thorough: bool = False,
        only: str | None = None,
    ) -> Report:
        """Have somebody in a role try everything; a customer attacks as one who has accounts."""
        subject = self.people.customers[0] if role == "customer" else "tests"
        token = self.token(role, subject)
        spared = ENDS_ALL if role == "administrator" else None
        return self._attacked(Attack(self.bank.url, token, examples, thorough, seed, only, spared))

    def end_everybodys_sessions(self) -> None:
        """Have an administrator do what would have ended their own attack as well."""
        headers = {
            "Authorization": f"Bearer {self.token('administrator', 'chief')}",
            "Idempotency-Key": "the end",
        }
        answer = httpx.delete(f"{self.bank.url}/v1/sessions/all", headers=headers)
        self.report.add(Report({ENDS_ALL: Counter([answer.status_code])}))

    def attack_from_within(self, *, examples: int, seed: int) -> None:
        """Have somebody who has just signed in try all that is their own."""
        with self.bank.client() as office:
            token, known = insider(self.door, office, self.people)
        self.tokens.append(token)
        self.people.examples |= known
        for paths in PATHS:
            self._attacked(Attack(self.bank.url, token, examples, seed=seed, only=paths))

    def _attacked(self, attack: Attack) -> Report:
        report = attacked(fed(self.document(), self.people), dictionaries(self.people), attack)
        self.report.add(report)
        return report

    def fill(self) -> None:
        """Have people come, ask and wait, each by their own act."""
        people, door = self.people, self.door
        administrator = door.client(self.token("administrator", "chief"))
        teller = door.client(self.token("teller", "clerk"))
        maker = door.client(self.token("service_account", "maker"))
        with self.bank.client() as office:
            people.examples |= strangers(door)
            people.examples |= letting_in(door, office)
            people.examples |= deciding(door, administrator, teller, people)
            people.examples |= waiting(maker, office, people)

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
    """Serve a bank with people in it, and a mailbox in which its messages arrive."""
    box, port = LetterBox(), free_port()
    rules = home.with_name("approvals.yaml")
    rules.write_text(RULES, encoding="utf-8")
    settings = (
        *SETTINGS,
        f"--bank.server.body-timeout={_BODY_SECONDS}s",
        f"--bank.notices.smtp.port={port}",
        f"--bank.authorization.approvals={rules}",
    )
    with smtp_server(box, port), ServedBank(home, *settings) as bank:
        bank.start()
        with bank.client() as client:
            people = populated(client)
        door = Doorstep(bank.url, box, people.secrets)
        with door.clients:
            siege = Siege(bank, people, door, tokens=[bank.token()])
            siege.fill()
            yield siege


def _is_broken(line: str) -> bool:
    return "Traceback" in line or "request failed" in line or '"level": "error"' in line
