"""What a use case shows of what it acts on, to the conditions of the policy."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from bank.application.ports.authorizer import Fact

Method = TypeVar("Method", bound=Callable[..., Any])

OF_ACCOUNT: Final = frozenset({Fact.HOLDERS, Fact.ROLES, Fact.BRANCH})
"""What a use case shows whose ``resource`` says nothing else: it acts on an account."""

_ATTRIBUTE = "__shows__"


def shows(*facts: Fact) -> Callable[[Method], Method]:
    """Say of the method ``resource`` which facts it tells, where the object is there.

    The policy may name conditions over these alone.
    """

    def say(method: Method) -> Method:
        setattr(method, _ATTRIBUTE, frozenset(facts))
        return method

    return say


def facts_of(use_case: type[Any] | None) -> frozenset[Fact]:
    """Give what a use case shows; nothing where it has no ``resource``."""
    method = getattr(use_case, "resource", None)
    if method is None:
        return frozenset()
    facts: frozenset[Fact] = getattr(method, _ATTRIBUTE, OF_ACCOUNT)
    return facts
