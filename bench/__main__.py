"""`make bench`: measures, prints a table, writes `build/bench.json`."""

import os
import sys

from rich.console import Console

from bench.faults import NoRun
from bench.options import PAGE, PICTURE, ROOT, parsed
from bench.report.comparison import compared, unlike
from bench.report.content import Content, read, write
from bench.report.page import write_page
from bench.report.table import table
from bench.rounds import Run

_console = Console(highlight=False)


def main() -> None:
    """Do what is asked for; what ends a run is said in a sentence, and ends with 1."""
    for name in [name for name in os.environ if name.startswith("BANK_")]:
        del os.environ[name]
    try:
        _main()
    except NoRun as fault:
        _console.print(f"No run: {fault}", style="bold red", markup=False, soft_wrap=True)
        sys.exit(1)


def _main() -> None:
    options, given = parsed()
    given.folder.mkdir(parents=True, exist_ok=True)
    file = given.folder.resolve() / "bench.json"
    before = read(given.against) if given.against else None
    if given.write_page:
        write_page(ROOT / PAGE, read(file))
        return
    if given.picture:
        from bench.picture.profile import draw_picture  # noqa: PLC0415 - not needed to measure

        draw_picture(ROOT / PICTURE, options, file.parent, _say)
        return
    if given.file:
        now = read(given.file)
    else:
        now = Run(options, file.parent, _say).measure()
        write(now, file)
        _console.print(table(now))
        _say(_conditions(now))
    if before is not None:
        _console.print(compared(before, now))
        for line in unlike(before, now):
            _say(f"not alike: {line}")


def _conditions(content: Content) -> str:
    said = ", ".join(f"{name} {value}" for name, value in content.conditions["database"].items())
    own = ", ".join(f"{name} {value}" for name, value in content.bench.items())
    machine = ", ".join(f"{name} {value}" for name, value in content.conditions["machine"].items())
    revision = content.conditions["revision"]
    return f"PostgreSQL: {said}\nmachine: {machine}\nrevision: {revision}\nbench: {own}"


def _say(line: str) -> None:
    _console.print(line, style="dim", markup=False)


if __name__ == "__main__":
    main()
