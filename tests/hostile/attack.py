"""Attacks a running server with whatever its own OpenAPI document allows and forbids."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from re import fullmatch
from typing import Any

import schemathesis
import tests.hostile.checks
from schemathesis import BaseSchema, Case, Config, HookContext, Response
from schemathesis.engine import events, from_schema
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.generation.meta import TestPhase

CHECKS = tests.hostile.checks.__name__
"""Imported for what it registers."""

_SHOWN_MAX = 400
_KEY = "Idempotency-Key"
_ALONE = {"extra-data-sources": {"responses": False}}
"""Without what answers told: every account would be blocked before anything else is tried."""

_BULK = "postTransfersInBulk"
_numbers = count()
_TOO_LARGE = 413
_KEYLESS = frozenset({"missing_required_header", "negative_data_rejection"})


@dataclass(frozen=True, slots=True)
class Attack:
    """Who attacks, how long, and with what.

    ``examples`` are tried of each operation by chance; ``thorough`` also goes through the edges of
    every parameter and field, unknown methods, missing and repeated parameters, and through chains
    of operations. The same ``seed`` tries the same. ``spared`` is the operation that is left out.
    """

    url: str
    token: str
    examples: int
    thorough: bool = False
    seed: int = 1
    only: str | None = None
    spared: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What an operation answered wrongly, and how to ask again."""

    operation: str
    check: str
    detail: str

    def __str__(self) -> str:
        return f"{self.operation}: {self.check}: {self.detail}"


@dataclass(slots=True)
class Report:
    """What came of attacks: answers by operation and status, and what was wrong with them."""

    answers: dict[str, Counter[int]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def requests(self) -> int:
        return sum(each.total() for each in self.answers.values())

    def add(self, other: "Report") -> None:
        for operation, statuses in other.answers.items():
            self.answers.setdefault(operation, Counter()).update(statuses)
        self.findings += other.findings

    def succeeded(self) -> set[str]:
        """The operations that were answered with success at least once."""
        return {
            operation
            for operation, statuses in self.answers.items()
            if any(status < 300 for status in statuses)
        }


def attacked(document: dict[str, Any], names: Mapping[str, Any], attack: Attack) -> Report:
    """Run an attack; ``names`` are the dictionaries of what is really there."""
    schema: BaseSchema = schemathesis.openapi.from_dict(document, config=_config(names, attack))
    if attack.only:
        schema = schema.include(path_regex=attack.only)
    if attack.spared:
        schema = schema.exclude(operation_id=attack.spared)
    report = Report()
    for event in from_schema(schema).execute():
        match event:
            case events.ScenarioFinished():
                _note(report, event.recorder)
            case events.NonFatalError():
                report.findings.append(Finding(event.label, "engine", repr(event.value)))
            case events.FatalError():
                raise event.exception
    return report


def _config(names: Mapping[str, Any], attack: Attack) -> Config:
    generation = {"max-examples": attack.examples, "deterministic": True, "no-shrink": True}
    return Config.from_dict(
        {
            "seed": attack.seed,
            "base-url": attack.url,
            "workers": 1,
            "continue-on-failure": True,
            "request-timeout": 30,
            "auth": {"openapi": {"accessToken": {"bearer": attack.token}}},
            "generation": generation,
            "phases": {
                "examples": _ALONE,
                "fuzzing": _ALONE,
                "coverage": _ALONE
                | {"enabled": attack.thorough, "unexpected-methods": ["PUT", "DELETE", "TRACE"]},
                "stateful": {"enabled": attack.thorough},
            },
            # Valid data may be refused: `refusals_are_documented` looks at how.
            "checks": {"positive_data_acceptance": {"enabled": False}},
            **names,
        }
    )


@schemathesis.hook
def before_call(context: HookContext, case: Case[Any], kwargs: dict[str, Any]) -> None:
    """Give most requests a key of their own; the others try what a used key is good for.

    Examples always get one: each is there to succeed.
    """
    key = case.headers.get(_KEY)
    if key and fullmatch(r"[\x20-\x7e]{1,255}", key):
        number, phase = next(_numbers), case.meta.phase.name if case.meta else None
        if phase is TestPhase.EXAMPLES or number % 4:
            case.headers[_KEY] = f"hostile-{number}"


def _note(report: Report, recorder: ScenarioRecorder) -> None:
    for case_id, interaction in recorder.interactions.items():
        if interaction.response is not None and case_id in recorder.cases:
            operation = _operation(recorder.cases[case_id].value)
            statuses = report.answers.setdefault(operation, Counter())
            statuses[interaction.response.status_code] += 1
    for case_id, checks in recorder.checks.items():
        case, response = recorder.cases[case_id].value, recorder.find_response(case_id=case_id)
        for check in checks:
            failure = check.failure_info
            if failure and not _is_as_documented(check.name, case, response):
                detail = f"{failure.failure.message[:_SHOWN_MAX]}\n{failure.code_sample}"
                report.findings.append(Finding(_operation(case), check.name, detail))


def _operation(case: Case[Any]) -> str:
    name: str = case.operation.definition.raw["operationId"]
    return name


def _is_as_documented(check: str, case: Case[Any], response: Response | None) -> bool:
    """Whether it is what the document says in words, for which OpenAPI has none of its own.

    A dry run needs no key, what is wrong with one line of a bulk is that line's outcome, and what
    is too large is not read to its end.
    """
    dry_run = str(case.query.get("dry_run", "")).lower() in {"true", "1"}
    if dry_run and _KEY not in case.headers:
        return check in _KEYLESS
    if check != "negative_data_rejection" or response is None:
        return False
    if response.status_code == _TOO_LARGE:
        return True
    return _operation(case) == _BULK and any(
        "refuse" in each["status"] for each in response.json()["outcomes"]
    )
