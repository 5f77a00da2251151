"""Log lines: structured, correlated with traces and requests, masked.

The standard library's logging carries everything, structlog's calls too, so that one handler writes
every line and no library goes round the masking.
"""

import logging
import sys
from collections.abc import MutableMapping
from contextlib import AbstractContextManager
from typing import Any, Final, Literal, TextIO

import structlog
from opentelemetry import trace
from structlog.types import Processor

from bank.infrastructure.telemetry.faults import fault_text
from bank.infrastructure.telemetry.masking import mask_mapping, mask_text

LogFormat = Literal["auto", "console", "json"]
# They tell of every request at INFO, with its address, and of every header at DEBUG.
_TALKATIVE: Final = ("httpcore", "httpx", "urllib3")
_FAULT_LENGTH_MAX: Final = 16_000
_CONTROL: Final = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))} | {
    ord("\n"): "\\n",
    ord("\r"): "\\r",
    ord("\t"): " ",
}


def configure_logging(
    level: str = "INFO", log_format: LogFormat = "auto", *, stream: TextIO | None = None
) -> None:
    """Write every logger's lines to the error stream, once for the process; again, to change it.

    ``auto`` is ``console`` on a terminal and ``json`` elsewhere. Loggers of libraries that brought
    handlers of their own give them up. Raises ``ValueError`` for an unknown level.
    """
    stream = stream or sys.stderr
    root = logging.getLogger()
    root.setLevel(level)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_gathering(),
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = _MaskingHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*_gathering(), structlog.stdlib.ExtraAdder()],
            processors=_writing(log_format, stream),
            keep_exc_info=False,
            keep_stack_info=False,
        )
    )
    _take_over(root, handler)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def log_context(**facts: str) -> AbstractContextManager[None]:
    """Put facts on every line that is logged within, in this task: ``request_id`` above all."""
    return structlog.contextvars.bound_contextvars(**facts)


class _MaskingHandler(logging.StreamHandler[TextIO]):
    """Says of a line that cannot be written only which one: the record holds unmasked values."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        fault = sys.exc_info()[0]
        text = f"A line of {record.name} could not be logged: {fault.__name__ if fault else '?'}.\n"
        try:
            self.stream.write(text)
        except (OSError, ValueError):
            return  # nobody is left to be told


def _gathering() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_trace,
    ]


def _writing(log_format: LogFormat, stream: TextIO) -> list[Processor]:
    console = log_format == "console" or (log_format == "auto" and stream.isatty())
    return [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        _fault_as_text,
        _masked,
        *(
            [
                structlog.dev.ConsoleRenderer(
                    colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback
                )
            ]
            if console
            else [
                structlog.processors.EventRenamer("message"),
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ]
        ),
    ]


def _add_trace(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        event["trace_id"] = f"{context.trace_id:032x}"
        event["span_id"] = f"{context.span_id:016x}"
    return event


def _fault_as_text(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Replace an exception by its text; of a very long one the end, where its reason stands."""
    raised = event.pop("exc_info", None)
    event.pop("stack_info", None)
    fault = raised
    if isinstance(raised, tuple):
        fault = raised[1]
    elif raised is True:
        fault = sys.exc_info()[1]
    if isinstance(fault, BaseException):
        event["exception"] = fault_text(fault)[-_FAULT_LENGTH_MAX:]
    return event


def _masked(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Mask all but what this module wrote itself; line breaks cannot forge a line of their own."""
    own = {
        name: event.pop(name)
        for name in ("timestamp", "level", "logger", "trace_id", "span_id")
        if name in event
    }
    text = event.pop("event", "")
    fault = event.pop("exception", None)
    masked: dict[str, Any] = own | mask_mapping(event)
    masked["event"] = mask_text(str(text)).translate(_CONTROL)
    if fault is not None:
        masked["exception"] = mask_text(str(fault))
    return masked


def _take_over(root: logging.Logger, handler: logging.Handler) -> None:
    for logger in (root, *logging.Logger.manager.loggerDict.values()):
        if not isinstance(logger, logging.Logger):
            continue
        for other in list(logger.handlers):
            if isinstance(other, logging.StreamHandler) and _writes_to_the_terminal(other):
                logger.removeHandler(other)
                logger.propagate = True
    root.addHandler(handler)


def _writes_to_the_terminal(handler: logging.StreamHandler[Any]) -> bool:
    return isinstance(handler, _MaskingHandler) or type(handler) is logging.StreamHandler
