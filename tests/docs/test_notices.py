"""The page about notices names every kind, and every act with whom it tells, or why nobody."""

import re
from collections import Counter
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import bank.application
from bank.application.identity.notices.notices import NoticeKind
from bank.application.pipeline.declaration import (
    UseCaseKind,
    declaration_of,
    declared_use_cases,
)
from bank.domain.approvals import ApprovalState

for _module in walk_packages(bank.application.__path__, "bank.application."):
    import_module(_module.name)

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "notices.md").read_text("utf-8")
SOURCES = [
    path
    for folder in ("application", "infrastructure")
    for path in (ROOT / "src" / "bank" / folder).rglob("*.py")
    if path.name != "wording.py"
]
_KIND = re.compile(r"^\| `(\w+)` \| (.+?) \| .+ \|$", re.MULTILINE)
_NOBODY = re.compile(r"^\| (`\w+\.\w+`(?:, `\w+\.\w+`)*) \| .+ \|$", re.MULTILINE)
_TOLD = re.compile(r"\b(?:NoticeKind|WatchNews|CustomerNews)\.([A-Z_]+)")
_ACT = re.compile(r"`(\w+\.\w+)`")

KINDS = _KIND.findall(PAGE)
TELLING = {act for _, acts in KINDS for act in _ACT.findall(acts)}
SILENT = {act for acts in _NOBODY.findall(PAGE) for act in _ACT.findall(acts)}
CHANGING = {
    action
    for action, cls in declared_use_cases().items()
    if cls.__module__.startswith("bank.application.")
    and declaration_of(cls).kind is not UseCaseKind.QUERY
}


def test_every_kind_of_notice_has_one_row() -> None:
    rows = Counter(kind for kind, _ in KINDS)
    assert rows == Counter(kind.value for kind in NoticeKind)


def test_every_act_that_changes_something_tells_somebody_or_has_a_reason() -> None:
    assert not CHANGING - TELLING - SILENT, "say in docs/reference/notices.md whom it tells"
    assert not (TELLING | SILENT) - CHANGING, "the page names acts that are not there"


def test_no_act_both_tells_and_does_not() -> None:
    assert not TELLING & SILENT


def test_every_kind_of_notice_is_told_somewhere() -> None:
    told = set(_TOLD.findall("\n".join(path.read_text("utf-8") for path in SOURCES)))
    ends = {f"APPROVAL_{state.name}" for state in ApprovalState}
    assert not {kind.name for kind in NoticeKind} - told - ends, "nobody tells it"
