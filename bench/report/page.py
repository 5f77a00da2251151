"""The page's figures, written from the file of a run and never by hand."""

from collections.abc import Mapping
from pathlib import Path

from bench.faults import NoRun
from bench.options import BANKS
from bench.report.content import Content
from bench.report.figures import Shown
from bench.report.table import rows

BEGIN = "<!-- written by `make bench BENCH_ARGS=--write-page` -->"
END = "<!-- until here -->"
ROUNDS_MIN = 5
_HEAD = (
    "| figure | unit | median | least | most | wanted |\n| --- | --- | ---: | ---: | ---: | --- |"
)


def write_page(path: Path, content: Content) -> None:
    """Put the figures between the page's two marks. Raises ``NoRun``.

    A page without them is refused, and so is a run that anybody could not repeat as a whole: of too
    few rounds, without one of the banks, of a checkout that no revision names.
    """
    _refuse_partial(content)
    text = path.read_text(encoding="utf-8")
    before, mark, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not mark or not end:
        raise NoRun(f"{path.name} has no place for the figures: {BEGIN} … {END}")
    path.write_text(f"{before}{BEGIN}\n{written(content)}\n{END}{after}", encoding="utf-8")


def _refuse_partial(content: Content) -> None:
    bench, revision = content.bench, str(content.conditions["revision"])
    rounds = min([int(bench["rounds"]), *[len(each.rounds) for each in content.figures.values()]])
    if rounds < ROUNDS_MIN:
        raise NoRun(f"the page wants {ROUNDS_MIN} rounds, this run has {rounds}")
    if missing := [bank for bank in BANKS if bank not in bench["banks"]]:
        raise NoRun(f"the page wants all banks, this run is without {', '.join(missing)}")
    if revision == "unknown" or revision.endswith("-dirty"):
        raise NoRun(f"the page wants a committed revision, this run's is {revision}")


def written(content: Content) -> str:
    """Give the figures as Markdown."""
    parts = [_told(content), _table(content.ratios), _table(content.figures)]
    return "\n\n".join(parts)


def _told(content: Content) -> str:
    bench, machine = content.bench, content.conditions["machine"]
    database = content.conditions["database"]
    durable = ", ".join(
        f"{name} {database[name]}"
        for name in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums")
    )
    measured = (
        f"Measured {content.measured_at[:10]} at revision {content.conditions['revision']} on"
        f" {machine['cores']} cores, Python {machine['python']}, PostgreSQL"
        f" {database['server_version']}: {bench['rounds']} rounds of {bench['seconds']:g} s and"
        f" {bench['bulks']} bulks of {bench['bulk_size']:,}; {durable}; shared_buffers"
        f" {database['shared_buffers']}; file system {content.conditions['file_system']}."
    )
    lines = [measured]
    if content.grown:
        stamp = content.grown["stamp"]
        lines.append(
            f"The grown bank had {stamp['accounts']:,} accounts and {stamp['postings']:,} postings,"
            f" {content.grown['mebibytes']:,.0f} MiB, made in {content.grown['seconds']:,.0f} s."
        )
    return "\n".join(lines)


def _table(figures: Mapping[str, Shown]) -> str:
    cells = [" | ".join(row) for row in rows(figures)]
    return "\n".join([_HEAD, *[f"| {line} |" for line in cells]])
