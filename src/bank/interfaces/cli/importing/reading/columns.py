"""The header: which field of a row is what."""

from collections.abc import Callable
from operator import itemgetter

from bank.interfaces.cli.importing.reading.faults import Fault
from bank.interfaces.cli.importing.stopping import ImportStopped

REQUIRED = ("id", "debit_account", "credit_account", "amount", "currency")
OPTIONAL = ("value_date", "reference")
_ALL = REQUIRED + OPTIONAL


class Columns:
    """The columns of a file, in the order of its header."""

    def __init__(self, header: list[str] | Fault) -> None:
        """Take the header; stops when it is not one, and says what was expected."""
        if isinstance(header, Fault):
            raise ImportStopped(f"The first line is no header. {header.reason}")
        names = [name.strip().lower() for name in header]
        expected = f"The first line must name the columns {', '.join(_ALL)}"
        if len(names) == 1 and (";" in names[0] or "\t" in names[0]):
            raise ImportStopped(f"{expected}, separated by commas.")
        if unknown := [name for name in names if name not in _ALL]:
            raise ImportStopped(f"{expected}; it names {unknown[0][:40]!r}.")
        if len(set(names)) < len(names):
            raise ImportStopped(f"{expected}; it names one twice.")
        if missing := [name for name in REQUIRED if name not in names]:
            raise ImportStopped(f"{expected}; {missing[0]} is missing.")
        self.count = len(names)
        # A column that the file does not have is read from an empty field after the last.
        places = [names.index(name) if name in names else self.count for name in _ALL]
        self.pick: Callable[[list[str]], tuple[str, ...]] = itemgetter(*places)
