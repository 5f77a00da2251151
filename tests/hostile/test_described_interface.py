"""The running server against its own OpenAPI document, attacked by people of every kind."""

from collections import Counter
from collections.abc import Iterator

import pytest
from tests.hostile.attack import Report
from tests.hostile.siege import Siege, besieged

pytestmark = pytest.mark.slow

SEED = 20261124
MANAGERS = "^/v1/(approvals|factor-resets|customers/.+/(erase|unlock))"
"""What waits for somebody of their role."""

OTHERS = ("auditor", "teller", "customer", "administrator")
NEVER_DONE = {"reactivateAccount"}
"""Nothing falls dormant within a test."""


@pytest.fixture(scope="module")
def siege(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Siege]:
    """Every role has attacked; the administrator last, who can turn logs off."""
    with besieged(tmp_path_factory.mktemp("hostile") / "home") as siege:
        siege.attack("service_account", examples=3, seed=SEED, thorough=True)
        siege.attack("branch_manager", examples=1, seed=SEED, only=MANAGERS)
        siege.attack_from_within(examples=1, seed=SEED)
        for role in OTHERS:
            siege.attack(role, examples=1, seed=SEED)
        siege.end_everybodys_sessions()
        yield siege


def shown(report: Report) -> str:
    """The first finding of each kind, whole."""
    first = {(each.operation, each.check): str(each) for each in reversed(report.findings)}
    return "\n\n".join(first.values())


def test_every_answer_is_as_the_document_says(siege: Siege) -> None:
    """Scenario: all roles try what the document allows and forbids, with ids that exist.

    Outcome: no server error, no status, type or shape that is not documented, nothing invalid is
    taken, and what is refused is refused by a documented problem.
    """
    assert not siege.report.findings, shown(siege.report)
    assert siege.report.requests > 1000


def test_every_operation_was_reached_and_done(siege: Siege) -> None:
    operations = {
        operation["operationId"]
        for methods in siege.document()["paths"].values()
        for operation in methods.values()
    }
    assert siege.report.answers.keys() == operations
    assert operations - siege.report.succeeded() == NEVER_DONE


def test_who_shows_no_token_and_what_is_no_method_were_tried(siege: Siege) -> None:
    statuses: Counter[int] = Counter()
    for each in siege.report.answers.values():
        statuses.update(each)
    assert {200, 201, 400, 401, 403, 404, 405, 409, 415, 422} <= statuses.keys()
    assert not [status for status in statuses if status >= 500]


def test_the_books_hold_and_the_log_tells_nothing(siege: Siege) -> None:
    assert not siege.wrongs()
