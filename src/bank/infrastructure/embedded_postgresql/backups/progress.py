"""How far a copy is, told in steps."""

import shutil
from collections.abc import Callable
from pathlib import Path

from bank.application.ports.backups import Report

_PERCENT_STEP = 10


class Progress:
    """Says how far a copy is."""

    def __init__(self, size_bytes: int, doing: str, report: Report) -> None:
        """Take how much there is to copy."""
        self._size_bytes = max(1, size_bytes)
        self._doing = doing
        self._report = report
        self._copied = 0
        self._told = -_PERCENT_STEP

    def copying(self) -> Callable[[str, str], str]:
        """Give a copy function that counts."""

        def copy(source: str, target: str) -> str:
            done: str = shutil.copy2(source, target)
            self._copied += Path(target).stat().st_size
            percent = min(100, 100 * self._copied // self._size_bytes)
            if percent >= self._told + _PERCENT_STEP:
                self._told = percent
                self._report(f"{self._doing}: {percent} %")
            return done

        return copy
