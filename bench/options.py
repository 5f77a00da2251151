"""How often, how long and how much is measured, and what else `make bench` can do."""

import argparse
from collections.abc import Sequence
from pathlib import Path

import msgspec

ROOT = Path(__file__).parents[1]
PAGE, PICTURE = "docs/reference/performance.md", "docs/reference/performance.svg"
BANKS = ("empty", "processes", "audit_off", "grown")


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """A run's own settings; they are in the file."""

    rounds: int = 5
    seconds: float = 2.0
    bulks: int = 8
    bulk_size: int = 8190
    accounts: int = 10_000
    readable: int = 1_000
    grown_accounts: int = 1_000_000
    grown_postings: int = 10_000_000
    processes: int = 2
    banks: tuple[str, ...] = BANKS
    seed: int = 1


_HELP = {
    "rounds": "how often each figure is measured",
    "seconds": "how long pgbench, single transfers and reads are measured",
    "bulks": "bulks in a measurement",
    "bulk_size": "transfers in a bulk",
    "accounts": "accounts of the empty bank",
    "readable": "how many of them are opened over HTTP, so that they can be read",
    "grown_accounts": "accounts of the grown bank, which is made once and kept",
    "grown_postings": "postings there",
    "processes": "server processes of the bank that has several",
    "seed": "chooses the accounts",
}


def parsed(arguments: Sequence[str] | None = None) -> tuple[Options, argparse.Namespace]:
    """Read the command line: a run's settings, and what to do."""
    parser = argparse.ArgumentParser(prog="bench", description="Measures the bank on this machine.")
    for name, help_ in _HELP.items():
        usual = getattr(Options(), name)
        flag = f"--{name.replace('_', '-')}"
        parser.add_argument(flag, type=type(usual), default=usual, help=f"{help_} ({usual:,g})")
    parser.add_argument("--banks", type=_banks, default=BANKS, help=f"of {', '.join(BANKS)}")
    parser.add_argument("--folder", type=Path, default=ROOT / "build", help="where banks are kept")
    parser.add_argument("--against", type=Path, help="compare with this file of an earlier run")
    parser.add_argument("--file", type=Path, help="with --against: compare this one, measure none")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--picture", action="store_true", help=f"profile, and draw {PICTURE}")
    what.add_argument("--write-page", action="store_true", help=f"write the figures into {PAGE}")
    given = parser.parse_args(arguments)
    if given.file and not given.against:
        parser.error("--file needs --against")
    names = [field.name for field in msgspec.structs.fields(Options)]
    return Options(**{name: getattr(given, name) for name in names}), given


def _banks(text: str) -> tuple[str, ...]:
    chosen = tuple(text.split(","))
    if strangers := set(chosen) - set(BANKS):
        raise argparse.ArgumentTypeError(f"no such bank: {', '.join(sorted(strangers))}")
    return chosen
