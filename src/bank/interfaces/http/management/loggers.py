"""Levels of loggers, read and set while the bank runs, under Spring's names for them."""

import logging
from typing import Any, Literal

from litestar import Request, get, post
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, Struct, UnsetType

from bank.interfaces.http.bodies import StrictJson
from bank.interfaces.http.documentation import query, search
from bank.interfaces.http.management.spring import ACTUATOR_JSON
from bank.interfaces.http.refusals import ObjectNotFound, RoleMissing

Level = Literal["OFF", "ERROR", "WARN", "INFO", "DEBUG", "TRACE"]
_NUMBERS: dict[Level, int] = {
    "OFF": 100,
    "ERROR": logging.ERROR,
    "WARN": logging.WARNING,
    "INFO": logging.INFO,
    "DEBUG": logging.DEBUG,
    "TRACE": 5,
}
_ROOT = "ROOT"
_logger = logging.getLogger("bank.http")


class LoggerLevel(Struct, frozen=True, rename="camel"):
    """A logger's level: its own, where it has one, and the one in force."""

    effective_level: Level
    configured_level: Level | UnsetType = UNSET


class Loggers(Struct, frozen=True):
    """All loggers by name."""

    levels: list[Level]
    loggers: dict[str, LoggerLevel]


class LevelToSet(Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """The level to set.

    Null takes it away: the level of the logger above is in force again, and for ROOT the one that
    the bank started with.
    """

    configured_level: Level | None = None


@get(
    "/loggers",
    operation_id="listLoggers",
    summary="List the loggers",
    media_type=ACTUATOR_JSON,
    responses=query(RoleMissing),
)
async def get_loggers() -> Loggers:
    """List the loggers with their levels."""
    known = sorted(
        name
        for name, found in logging.root.manager.loggerDict.items()
        if isinstance(found, logging.Logger)
    )
    levels = {_ROOT: _level(logging.root)}
    levels |= {name: _level(logging.getLogger(name)) for name in known}
    return Loggers(list(_NUMBERS), levels)


@get(
    "/loggers/{name:str}",
    operation_id="getLogger",
    summary="Read a logger's level",
    media_type=ACTUATOR_JSON,
    responses=query(RoleMissing, ObjectNotFound),
)
async def get_logger(name: FromPath[str]) -> LoggerLevel:
    """Read a logger's level."""
    return _level(_named(name))


@post(
    "/loggers/{name:str}",
    operation_id="setLogger",
    summary="Set a logger's level",
    dto=StrictJson,
    return_dto=None,
    status_code=204,
    responses=search(RoleMissing, ObjectNotFound),
)
async def set_logger(
    request: Request[Any, Any, Any], name: FromPath[str], data: JSONBody[LevelToSet]
) -> None:
    """Set a logger's level in this server process, until it ends."""
    level = data.configured_level
    without = request.app.state.root_level if name == _ROOT else logging.NOTSET
    _named(name).setLevel(without if level is None else _NUMBERS[level])
    _logger.warning(
        "log level of %s set to %s by %s", name, level or "none", request.user.pseudonym
    )


def _named(name: str) -> logging.Logger:
    if name == _ROOT:
        return logging.root
    found = logging.root.manager.loggerDict.get(name)
    if not isinstance(found, logging.Logger):
        raise ObjectNotFound
    return found


def _level(logger: logging.Logger) -> LoggerLevel:
    return LoggerLevel(
        _name_of(logger.getEffectiveLevel()), _name_of(logger.level) if logger.level else UNSET
    )


def _name_of(number: int) -> Level:
    return next((name for name, least in _NUMBERS.items() if number >= least), "TRACE")
