"""The declaration of a use case: its one name, and whose unit of work it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any, TypeVar


class UseCaseKind(Enum):
    """Whose unit of work it is."""

    QUERY = "query"
    """A read snapshot; audited only where the declaration says so."""

    COMMAND = "command"
    """The pipeline's: key, effect, audit event, outbox and outcome commit together."""

    POSTING = "posting"
    """The posting queue's batch; its recorder writes key and audit event."""

    COMMAND_THAT_POSTS = "command_that_posts"
    """The pipeline's, and the ledger decides and records inside it."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What the pipeline knows of a use case.

    ``action`` names permission, audit event, span and approval rule.
    """

    action: str
    kind: UseCaseKind
    audited: bool
    keyless: bool = False
    """Whether a command takes no idempotency key: whoever signs in again wants a new session."""

    fresh_proof: bool = False
    """Whether it is open only to whoever proved lately who they are.

    A use case of which some commands are harmless says of which it is, by ``is_sensitive``. That
    locks what it looks at: the command runs in the same unit of work, and is not asked again.
    """


_declared: dict[str, type[Any]] = {}
_ATTRIBUTE = "__use_case__"
UseCaseClass = TypeVar("UseCaseClass", bound=type[Any])


def use_case(
    *,
    action: str,
    kind: UseCaseKind,
    audited: bool = False,
    keyless: bool = False,
    fresh_proof: bool = False,
) -> Callable[[UseCaseClass], UseCaseClass]:
    """Declare a use case.

    Everything but a query is audited; a query is where ``audited`` says so. A ``keyless`` command
    answers anew each time that it is asked. One that needs a ``fresh_proof`` refuses whoever has
    not proved lately who they are.
    """

    def declare(cls: UseCaseClass) -> UseCaseClass:
        if action in _declared and _declared[action].__qualname__ != cls.__qualname__:
            message = f"two use cases declare the action {action}"
            raise ValueError(message)
        is_audited = audited or kind is not UseCaseKind.QUERY
        setattr(cls, _ATTRIBUTE, Declaration(action, kind, is_audited, keyless, fresh_proof))
        _declared[action] = cls
        return cls

    return declare


def declaration_of(cls: type[Any]) -> Declaration:
    """Give the declaration of a use case.

    Raises ``TypeError`` for a class that has none of its own.
    """
    declared: Declaration | None = vars(cls).get(_ATTRIBUTE)
    if declared is None:
        message = f"{cls.__qualname__} is not declared with @use_case"
        raise TypeError(message)
    return declared


def declared_use_cases() -> Mapping[str, type[Any]]:
    """Give every use case that is loaded, by its action."""
    return MappingProxyType(_declared)
