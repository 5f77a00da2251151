"""Levels of loggers, read and changed while the bank runs, under Spring's names for them."""

import logging
import re
from dataclasses import dataclass
from typing import Final

ROOT: Final = "ROOT"
_OFF: Final = logging.CRITICAL + 10
_TRACE: Final = 5
_NUMBERS: Final = {
    "OFF": _OFF,
    "ERROR": logging.ERROR,
    "WARN": logging.WARNING,
    "INFO": logging.INFO,
    "DEBUG": logging.DEBUG,
    "TRACE": _TRACE,
}
_ALSO: Final = {"WARNING": "WARN", "CRITICAL": "ERROR", "FATAL": "ERROR"}
_NAME: Final = re.compile(r"[A-Za-z_][\w-]*(?:\.[\w-]+)*")
_NAME_LENGTH_MAX: Final = 200


class LevelIsUnknown(ValueError):
    """There is no such level."""


class LoggerNameIsInvalid(ValueError):
    """No logger could have that name."""


@dataclass(frozen=True, slots=True)
class LoggerLevel:
    """What was set on a logger, if anything, and what counts for it."""

    configured: str | None
    effective: str


class LoggerLevels:
    """The levels of this process's loggers; another worker has its own."""

    levels: tuple[str, ...] = tuple(_NUMBERS)

    def __init__(self) -> None:
        """Remember the root's level as the one to return to."""
        self._root_at_start = logging.getLogger().level

    def names(self) -> list[str]:
        """Give the names of the loggers there are, ``ROOT`` first."""
        known = logging.Logger.manager.loggerDict
        return [
            ROOT,
            *sorted(name for name, each in known.items() if isinstance(each, logging.Logger)),
        ]

    def level(self, name: str) -> LoggerLevel | None:
        """Give a logger's level, or nothing where there is no such logger."""
        if name != ROOT and name not in self.names():
            return None
        logger = _logger(name)
        return LoggerLevel(
            configured=_named(logger.level) if logger.level else None,
            effective=_named(logger.getEffectiveLevel()),
        )

    def set(self, name: str, level: str | None) -> None:
        """Set a logger's level, or with ``None`` take it back to what it would have without.

        A logger that is not there yet has the level once it is. Raises ``LevelIsUnknown`` and
        ``LoggerNameIsInvalid``.
        """
        if len(name) > _NAME_LENGTH_MAX or not _NAME.fullmatch(name):
            raise LoggerNameIsInvalid("A logger's name is words joined by dots.")
        if level is None:
            _logger(name).setLevel(self._root_at_start if name == ROOT else logging.NOTSET)
            return
        number = _NUMBERS.get(_ALSO.get(level.upper(), level.upper()))
        if number is None:
            raise LevelIsUnknown(f"Levels are {', '.join(self.levels)}.")
        _logger(name).setLevel(number)


def _logger(name: str) -> logging.Logger:
    return logging.getLogger() if name == ROOT else logging.getLogger(name)


def _named(number: int) -> str:
    """Give the quietest level that still lets everything through that the number does."""
    for name, least in _NUMBERS.items():
        if number >= least:
            return name
    return "TRACE"
