"""From the name of an action to its use case, and to the shape of that one's commands."""

from typing import Any, get_type_hints

from bank.application.pipeline.declaration import declared_use_cases


def use_case_of(action: str) -> type[Any]:
    """Give the use case of an action. Raises ``KeyError`` where there is none any more."""
    return declared_use_cases()[action]


def command_shape(use_case: type[Any]) -> type[Any]:
    """Give what a use case takes, as its ``__call__`` says."""
    shape: type[Any] = get_type_hints(use_case.__call__)["command"]
    return shape
