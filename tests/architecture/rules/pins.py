"""Dependencies: declared with a reason, pinned by hash, from nowhere in particular."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

from tests.architecture.rules.reading import sources, tracked_texts

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_PIN = re.compile(r"([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)")
_ROW = re.compile(r"^\| `([^`]+)` \|(.*)\|$", re.MULTILINE)
REASON_WORDS_MIN = 3


def pins_carry_hashes_and_no_addresses(root: Path) -> Iterator[str]:
    """Whoever installs chooses the mirror; the hash proves that it is the same file."""
    for path in sorted((root / "requirements").glob("*.txt")):
        where = path.relative_to(root).as_posix()
        for block in re.split(r"\n(?=\S)", path.read_text(encoding="utf-8")):
            first = block.strip().partition("\n")[0]
            if "://" in block or first.startswith("-"):
                yield f"{where}: {first}: an address or an option. {_RESOLVE}"
            elif first and not first.startswith("#") and "--hash=sha256:" not in block:
                yield f"{where}: {first}: no hash. {_RESOLVE}"


def pins_agree(root: Path) -> Iterator[str]:
    """What is tested is what runs."""
    run, dev = (_pins(root / "requirements" / name) for name in ("run.txt", "dev.txt"))
    for name, version in run.items():
        if dev.get(name) != version:
            yield (
                f"requirements/dev.txt: has {name} {dev.get(name)}, but run.txt has {version}."
                f" {_RESOLVE}"
            )


def pins_cover_what_is_declared(root: Path) -> Iterator[str]:
    """A declared dependency without a pin is not installed."""
    project = _project(root)
    run, dev = (_pins(root / "requirements" / name) for name in ("run.txt", "dev.txt"))
    for name in declared(project):
        if name not in dev:
            yield f"requirements/dev.txt: lacks {name}. {_RESOLVE}"
    for name in _names(project.get("project", {}).get("dependencies", [])):
        if name not in run:
            yield f"requirements/run.txt: lacks {name}. {_RESOLVE}"


def no_lock_file_with_addresses(root: Path) -> Iterator[str]:
    """uv.lock writes down where each file came from."""
    for where, _ in tracked_texts(root):
        if where.rpartition("/")[2] == "uv.lock":
            yield f"{where}: carries addresses. Delete it; make pins writes requirements/."


def no_distribution_called_casbin(root: Path) -> Iterator[str]:
    """The policy engine is pycasbin; a distribution called casbin would overwrite its package."""
    for path in sorted((root / "requirements").glob("*")):
        if "casbin" in _pins(path):
            yield f"requirements/{path.name}: pins casbin. Depend on pycasbin."
    if "casbin" in declared(_project(root)):
        yield "pyproject.toml: depends on casbin. Depend on pycasbin."


def every_dependency_has_its_reason(root: Path) -> Iterator[str]:
    """docs/reference/dependencies.md says what each is for, and lists no other."""
    page = root / "docs" / "reference" / "dependencies.md"
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    reasons = dict(_ROW.findall(text))
    bootstrap = root / "requirements" / "bootstrap.in"
    first = bootstrap.read_text(encoding="utf-8").splitlines() if bootstrap.exists() else []
    wanted = {*declared(_project(root)), *_names(first)}
    for name in sorted(wanted - reasons.keys()):
        yield f"{_PAGE}: lacks {name}. Add its row: what it is for, and why this one."
    for name in sorted(reasons.keys() - wanted):
        yield f"{_PAGE}: explains {name}, which is not declared. Remove the row."
    for name, reason in reasons.items():
        if len(reason.split()) < REASON_WORDS_MIN:
            yield f"{_PAGE}: gives no reason for {name}. Say what it is for."


def unused_dependencies_are_unused(root: Path) -> Iterator[str]:
    """An excuse for a dependency that nobody imports ends when somebody does."""
    excused = (_project(root).get("tool", {}).get("deptry", {}).get("per_rule_ignores", {})).get(
        "DEP002", []
    )
    modules = {
        module: _plain(name) for module, names in packages_distributions().items() for name in names
    }
    imports = re.compile(r"^\s*(?:from|import) ([A-Za-z_]\w*)", re.MULTILINE)
    for source in sources(root, "src/**/*.py"):
        for name in {modules.get(each) for each in imports.findall(source.text)} & {*excused}:
            yield (
                f"{source.where}: imports {name}, which pyproject.toml excuses as unused."
                " Remove it from DEP002 in [tool.deptry.per_rule_ignores]."
            )


def declared(project: dict[str, Any]) -> list[str]:
    """Give the names of all dependencies: to build, to run, optional, to develop."""
    told = project.get("project", {})
    lists = [told.get("dependencies", []), *told.get("optional-dependencies", {}).values()]
    lists += project.get("dependency-groups", {}).values()
    return [name for each in lists for name in _names(each)]


_PAGE = "docs/reference/dependencies.md"
_RESOLVE = "Run make pins."


def _project(root: Path) -> dict[str, Any]:
    path = root / "pyproject.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _names(requirements: Iterable[str]) -> list[str]:
    return [_plain(found[0]) for each in requirements if (found := _NAME.match(each))]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _pins(path: Path) -> dict[str, str]:
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return {_plain(name): version for name, version in _PIN.findall(text)}
