"""The file that a run writes."""

from pathlib import Path
from typing import Any

import msgspec

from bench.faults import NoRun
from bench.report.figures import Shown

FORMAT = 3


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured, how, and on what; `books` is what each bank wrote down of it."""

    format: int
    method: str
    measured_at: str
    bench: dict[str, Any]
    conditions: dict[str, Any]
    grown: dict[str, Any]
    ratios: dict[str, Shown]
    figures: dict[str, Shown]
    notes: dict[str, str]
    books: dict[str, dict[str, int]] = {}


def write(content: Content, path: Path) -> None:
    """Write the file, whole or not at all."""
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_bytes(msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n")
    unfinished.replace(path)


def read(path: Path) -> Content:
    """Read a file of a run. Raises ``NoRun``."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Content)
    except (OSError, msgspec.MsgspecError) as fault:
        raise NoRun(f"{path} is no file of a run: {fault}") from None
