import logging
from collections.abc import Iterator

import pytest
import structlog

from bank.infrastructure.telemetry import (
    LevelIsUnknown,
    LoggerLevel,
    LoggerLevels,
    LoggerNameIsInvalid,
    configure_logging,
)

NAME = "bank.levels.example"


@pytest.fixture
def levels() -> Iterator[LoggerLevels]:
    root = logging.getLogger()
    before = root.level
    root.setLevel(logging.INFO)
    logging.getLogger(NAME).setLevel(logging.NOTSET)
    yield LoggerLevels()
    root.setLevel(before)
    logging.getLogger(NAME).setLevel(logging.NOTSET)


def test_levels_are_spring_s(levels: LoggerLevels) -> None:
    assert levels.levels == ("OFF", "ERROR", "WARN", "INFO", "DEBUG", "TRACE")


def test_the_root_comes_first_and_known_loggers_follow(levels: LoggerLevels) -> None:
    assert levels.names()[0] == "ROOT"
    assert NAME in levels.names()
    assert levels.level("ROOT") == LoggerLevel("INFO", "INFO")
    assert levels.level(NAME) == LoggerLevel(None, "INFO")
    assert levels.level("no.such.logger") is None


@pytest.mark.parametrize("level", ["OFF", "ERROR", "WARN", "INFO", "DEBUG", "TRACE"])
def test_a_level_is_set_read_back_and_taken_back(levels: LoggerLevels, level: str) -> None:
    levels.set(NAME, level)
    assert levels.level(NAME) == LoggerLevel(level, level)
    levels.set(NAME, None)
    assert levels.level(NAME) == LoggerLevel(None, "INFO")


def test_taking_the_root_s_level_back_gives_the_one_of_the_start(levels: LoggerLevels) -> None:
    levels.set("ROOT", "OFF")
    assert not logging.getLogger("bank").isEnabledFor(logging.CRITICAL)
    levels.set("ROOT", None)
    assert levels.level("ROOT") == LoggerLevel("INFO", "INFO")


def test_a_change_counts_at_once_for_structlog_too(levels: LoggerLevels) -> None:
    configure_logging("INFO", "json")
    logger = structlog.stdlib.get_logger(NAME)
    assert not logger.isEnabledFor(logging.DEBUG)
    levels.set(NAME, "debug")
    assert logger.isEnabledFor(logging.DEBUG)
    structlog.reset_defaults()


def test_what_is_no_level_or_no_name_is_refused(levels: LoggerLevels) -> None:
    with pytest.raises(LevelIsUnknown):
        levels.set(NAME, "LOUD")
    for name in ("", "a b", "a..b", "x" * 201, "../etc"):
        with pytest.raises(LoggerNameIsInvalid):
            levels.set(name, "INFO")
