"""Ratios are taken within a round, differences told beyond the rounds' spread, pages written."""

from pathlib import Path

import msgspec
import pytest
from bench.faults import NoRun
from bench.options import BANKS
from bench.report.comparison import compared, differences, unlike
from bench.report.content import FORMAT, Content, read, write
from bench.report.figures import RATIOS, Figures, Ratio, Shown, ratios_of
from bench.report.page import BEGIN, END, write_page
from bench.report.table import table

NAMES = (
    "bulk_over_pgbench",
    "single_over_pgbench",
    "hot_over_spread",
    "grown_over_empty",
    "audit_on_over_off",
)


def figures_of(**rounds: list[float]) -> dict[str, Shown]:
    return {name: Shown.over("transfers/s", values) for name, values in rounds.items()}


def content(revision: str = "one", **rounds: list[float]) -> Content:
    figures = figures_of(**rounds)
    return Content(
        format=FORMAT,
        method="how",
        measured_at="2026-01-02T03:04:05+00:00",
        bench={"rounds": 5, "seconds": 1.0, "bulks": 2, "bulk_size": 8190, "banks": list(BANKS)},
        conditions={
            "revision": revision,
            "machine": {"cores": 2, "python": "3.11"},
            "file_system": "ext4",
            "database": dict.fromkeys(
                (
                    "fsync",
                    "synchronous_commit",
                    "full_page_writes",
                    "data_checksums",
                    "shared_buffers",
                    "server_version",
                ),
                "on",
            ),
        },
        grown={},
        ratios=ratios_of(figures),
        figures=figures,
        notes={},
    )


def test_the_ratios_have_the_names_that_were_asked_for() -> None:
    assert set(NAMES) <= {ratio.name for ratio in RATIOS}


def test_a_figure_has_its_rounds_least_median_and_most() -> None:
    figures = Figures()
    for value in (3.0, 1.0, 2.5):
        figures.add("bulk", "transfers/s", value)
    shown = figures.shown()["bulk"]
    assert (shown.rounds, shown.unit) == ([3.0, 1.0, 2.5], "transfers/s")
    assert (shown.minimum, shown.median, shown.maximum) == (1.0, 2.5, 3.0)


def test_a_ratio_is_taken_round_by_round() -> None:
    """Scenario: a machine that is at times half as fast, for the yardstick and for us.

    Outcome: the ratio is that of the rounds; the ratio of the medians would be another.
    """
    figures = figures_of(pgbench=[100, 50, 200], bulk=[800, 500, 1800])
    wanted = (Ratio("bulk_over_pgbench", ("bulk",), "pgbench"), Ratio("no", ("bulk",), "none"))
    (ratio,) = ratios_of(figures, wanted).values()
    assert (ratio.rounds, ratio.median) == ([8, 10, 9], 9)
    assert (ratio.minimum, ratio.maximum, ratio.unit) == (8, 10, "ratio")


def test_of_candidates_the_better_one_is_named() -> None:
    figures = figures_of(pgbench=[10, 10], one=[5, 9], two=[8, 7])
    wanted = Ratio("best", ("one", "two", "absent"), "pgbench")
    best = ratios_of(figures, (wanted,))["best"]
    assert (best.of, best.rounds) == ("two", [0.8, 0.7])


def test_any_number_of_server_processes_is_a_candidate() -> None:
    """Scenario: a run of four server processes, which are better than one.

    Outcome: both best ratios are theirs; the processor time a transfer is no candidate.
    """
    figures = figures_of(
        pgbench=[10],
        single_64=[8],
        single_64_processes_4=[16],
        single_64_cpu_server=[900],
        bulk_1=[80],
        bulk_4_processes_4=[120],
        bulk_1_wal=[900],
    )
    found = ratios_of(figures)
    single, bulk = found["single_best_over_pgbench"], found["bulk_best_over_pgbench"]
    assert (single.of, single.median) == ("single_64_processes_4", 1.6)
    assert (bulk.of, bulk.median) == ("bulk_4_processes_4", 12)
    assert (found["single_over_pgbench"].of, found["single_over_pgbench"].median) == ("", 0.8)


def test_figures_of_different_rounds_make_no_ratio() -> None:
    figures = figures_of(pgbench=[10, 10], bulk=[80])
    with pytest.raises(ValueError, match="argument 2 is longer"):
        ratios_of(figures, (Ratio("bulk_over_pgbench", ("bulk",), "pgbench"),))


def test_a_difference_is_told_from_the_rounds_spread() -> None:
    before = content(bulk_1=[10, 11, 12], single_64=[10, 11, 12], single_1=[10, 11, 12], gone=[1])
    now = content("two", bulk_1=[13, 14, 15], single_64=[7, 8, 9], single_1=[12, 14, 15], new=[1])
    found = {each.name: each.verdict for each in differences(before, now)}
    assert found == {"bulk_1": "higher", "single_64": "lower", "single_1": "within the spread"}
    assert unlike(before, now) == ["revision: one → two"]
    assert compared(before, now).row_count == 3


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    written = content(pgbench=[100.0], bulk_1=[812.3456789])
    write(written, tmp_path / "bench.json")
    assert read(tmp_path / "bench.json") == written
    assert table(written).row_count == len(written.ratios) + len(written.figures)
    with pytest.raises(NoRun, match="is no file of a run"):
        read(tmp_path / "none.json")
    (tmp_path / "old.json").write_bytes(msgspec.json.encode({"figures": {}}))
    with pytest.raises(NoRun, match="is no file of a run"):
        read(tmp_path / "old.json")


def test_the_page_gets_the_figures_between_its_marks(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"Before.\n{BEGIN}\nstale\n{END}\nAfter.\n", encoding="utf-8")
    for _ in range(2):
        write_page(page, content(pgbench=[100.0] * 5, bulk_1=[900.0] * 5))
        text = page.read_text(encoding="utf-8")
        assert "| bulk_over_pgbench | ratio | 9.00 | 9.00 | 9.00 | ≥ 8, then 12 |" in text
        assert "shared_buffers on; file system ext4." in text
        assert "stale" not in text
        assert text.startswith("Before.\n")
        assert text.endswith("\nAfter.\n")
    page.write_text("No place.", encoding="utf-8")
    with pytest.raises(NoRun, match="no place for the figures"):
        write_page(page, content(pgbench=[100.0] * 5))


def test_a_run_that_is_not_whole_gets_no_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"{BEGIN}\nkept\n{END}", encoding="utf-8")
    whole = content(pgbench=[100.0] * 5)
    without = whole.bench | {"banks": ["empty", "grown"]}
    for refused, why in (
        (content(pgbench=[100.0] * 4), "wants 5 rounds, this run has 4"),
        (msgspec.structs.replace(whole, bench=whole.bench | {"rounds": 1}), "this run has 1"),
        (msgspec.structs.replace(whole, bench=without), "is without processes, audit_off"),
        (content("abc-dirty", pgbench=[100.0] * 5), "committed revision, this run's is abc-dirty"),
        (content("unknown", pgbench=[100.0] * 5), "committed revision"),
    ):
        with pytest.raises(NoRun, match=why):
            write_page(page, refused)
    assert "kept" in page.read_text(encoding="utf-8")
