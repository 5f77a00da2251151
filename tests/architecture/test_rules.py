"""Every rule holds in this repository, catches its offender, and lets the near miss pass."""

import inspect
from importlib.metadata import distributions
from pathlib import Path

import pytest
from tests.architecture.offenders import OFFENDERS, Offender
from tests.architecture.rules import (
    addresses,
    code,
    documents,
    makefile,
    names,
    pins,
    ports,
    sizes,
)
from tests.architecture.rules.reading import Rule

ROOT = Path(__file__).parents[2]
RULES: dict[str, Rule] = {
    name: rule
    for module in (addresses, code, documents, makefile, names, pins, ports, sizes)
    for name, rule in inspect.getmembers(module, inspect.isfunction)
    if rule.__module__ == module.__name__
    and not name.startswith("_")
    and list(inspect.signature(rule).parameters) == ["root"]
    and name != makefile.targets.__name__
}


def _plant(files: dict[str, str], root: Path) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", RULES)
def test_the_repository_keeps_the_rule(name: str) -> None:
    offences = list(RULES[name](ROOT))

    assert not offences, "\n" + "\n".join(offences)


@pytest.mark.parametrize("offender", OFFENDERS, ids=lambda each: each.rule.__name__)
def test_the_rule_catches_its_offender(offender: Offender, tmp_path: Path) -> None:
    _plant(offender.files, tmp_path)

    assert offender.says in "\n".join(offender.rule(tmp_path))


@pytest.mark.parametrize("offender", OFFENDERS, ids=lambda each: each.rule.__name__)
def test_the_rule_lets_the_near_miss_pass(offender: Offender, tmp_path: Path) -> None:
    _plant(offender.innocent, tmp_path)

    assert list(offender.rule(tmp_path)) == []


def test_every_rule_has_an_offender() -> None:
    assert RULES.keys() == {each.rule.__name__ for each in OFFENDERS}


def test_every_rule_names_a_remedy(tmp_path: Path) -> None:
    for number, offender in enumerate(OFFENDERS):
        root = tmp_path / str(number)
        _plant(offender.files, root)
        for offence in offender.rule(root):
            sentences = [each for each in offence.split(". ") if each.strip()]
            assert len(sentences) > 1, f"says what is wrong, but not what to do: {offence}"


def test_no_distribution_called_casbin_is_installed() -> None:
    installed = {each.metadata["Name"].lower() for each in distributions()}

    assert "casbin" not in installed, "Two distributions hold the package casbin: remove this one."
