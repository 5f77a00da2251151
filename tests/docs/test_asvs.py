"""The scorecard of docs/reference/asvs.md leaves nothing out and points at what is there."""

import ast
import csv
import os
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
PAGE_TEXT = (ROOT / "docs" / "reference" / "asvs.md").read_text("utf-8")
DEMANDED = {
    "V6": {1: 13, 2: 22},
    "V7": {1: 6, 2: 12},
    "V8": {1: 4, 2: 3},
    "V9": {1: 4, 2: 3},
    "V10": {1: 5, 2: 24},
}
"""How many requirements of each level a chapter of ASVS 5.0.0 has."""
STATES = ("met", "not applicable", "open")
_ROW = re.compile(
    r"^\| (V\d+\.\d+\.\d+) \| (\d) \| ([a-z ]+) \| ([^|]+) \| ([^|]*?) ?\|$", re.MULTILINE
)
_COUNT = re.compile(r"^\| (all|V\d+)[^|]* \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", re.MULTILINE)
_PLACE = re.compile(r"`([^`]+)`")


class Row(NamedTuple):
    """What the page says of one requirement."""

    id: str
    level: int
    state: str
    words: str
    places: tuple[str, ...]

    @property
    def chapter(self) -> str:
        return self.id.partition(".")[0]


ROWS = [
    Row(name, int(level), state, words, tuple(_PLACE.findall(where)))
    for name, level, state, words, where in _ROW.findall(PAGE_TEXT)
]
PLACES = sorted({place for row in ROWS for place in row.places})


def test_every_requirement_of_levels_1_and_2_is_listed_once() -> None:
    assert not [name for name, times in Counter(row.id for row in ROWS).items() if times > 1]
    listed = Counter((row.chapter, row.level) for row in ROWS)
    assert listed == {
        (chapter, level): number
        for chapter, levels in DEMANDED.items()
        for level, number in levels.items()
    }


def test_the_ids_are_the_standards() -> None:
    shared = Path(os.environ.get("BANK_SHARED", ROOT.parent / "shared"))
    standard = shared / "notes" / "asvs-5.0.0.csv"
    if not standard.exists():
        pytest.skip(f"the list of ids is not here: {standard}")
    with standard.open(encoding="utf-8", newline="") as lines:
        demanded = {
            (each["id"], int(each["level"]))
            for each in csv.DictReader(lines)
            if each["chapter"] in DEMANDED and int(each["level"]) in DEMANDED["V6"]
        }
    assert {(row.id, row.level) for row in ROWS} == demanded


def test_the_counts_at_the_top_are_those_of_the_rows() -> None:
    told = {name: tuple(map(int, counts)) for name, *counts in _COUNT.findall(PAGE_TEXT)}
    assert told == {
        name: _counted(row for row in ROWS if name in {"all", row.chapter})
        for name in [*DEMANDED, "all"]
    }


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_row_says_what_is_done_or_why_not(row: Row) -> None:
    assert row.state in STATES
    assert row.words.strip()
    assert bool(row.places) or row.state != "met", "name the test or the file that meets it"
    assert not row.places or row.state != "not applicable"


@pytest.mark.parametrize("place", PLACES)
def test_what_a_row_points_at_is_there(place: str) -> None:
    path, _, name = place.partition("::")
    assert (ROOT / path).is_file(), f"{path} is not there"
    if path.startswith("tests/"):
        assert name in _tests_of(path), f"{path} has no {name}"


def _counted(rows: Iterable[Row]) -> tuple[int, ...]:
    states = Counter(row.state for row in rows)
    return (*(states[state] for state in STATES), states.total())


@cache
def _tests_of(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(
        node.name
        for node in tree.body
        if isinstance(node, functions) and node.name.startswith("test_")
    )
