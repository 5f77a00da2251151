"""The plugin door, through distributions that are really installed: folders on the path."""

import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from dishka import Provider, Scope, make_async_container

from bank.application.ports.clock import Clock
from bank.bootstrap.configuration import Configuration, ConfigurationError, load_configuration
from bank.bootstrap.plugins import installed_plugins, plugin_providers

GUIDE = Path(__file__).parents[2] / "docs/guides/write-a-plugin.md"


Install = Callable[..., None]
Configure = Callable[..., Configuration]


class RunningClock(Clock):
    def now(self) -> datetime:
        return datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Install distributions as pip does: a module and a dist-info folder, on the path."""
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)

    def install_distribution(name: str, entry_points: dict[str, str], **modules: str) -> None:
        information = tmp_path / f"{name.replace('-', '_')}-1.0.dist-info"
        information.mkdir()
        (information / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
        )
        lines = [f"{key} = {value}" for key, value in entry_points.items()]
        text = "\n".join(["[bank.plugins]", *lines, ""])
        (information / "entry_points.txt").write_text(text)
        for module, source in modules.items():
            (tmp_path / f"{module}.py").write_text(source)

    yield install_distribution
    for module in set(sys.modules) - before:
        if getattr(sys.modules[module], "__file__", None) and Path(
            str(sys.modules[module].__file__)
        ).is_relative_to(tmp_path):
            del sys.modules[module]


@pytest.fixture
def install_the_guide_s(install: Install) -> str:
    blocks = dict(re.findall(r"```(\w+)\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL))
    project = tomllib.loads(blocks["toml"])["project"]
    install(
        project["name"], project["entry-points"]["bank.plugins"], bank_still_clock=blocks["python"]
    )
    return str(blocks["yaml"])


@pytest.fixture
def configure(tmp_path: Path) -> Configure:
    def load(text: str = "", **environment: str) -> Configuration:
        (tmp_path / "application.yaml").write_text(text)
        return load_configuration((), environment=environment, directory=tmp_path)

    return load


async def clock_of(providers: Iterable[Provider]) -> Clock:
    own = Provider(scope=Scope.APP)
    own.provide(RunningClock, provides=Clock)
    container = make_async_container(own, *providers)
    try:
        clock: Clock = await container.get(Clock)
    finally:
        await container.close()
    return clock


async def test_the_plugin_of_the_guide_is_what_the_container_hands_out(
    install_the_guide_s: str, configure: Configure
) -> None:
    clock = await clock_of(plugin_providers(configure(install_the_guide_s)))

    assert type(clock).__name__ == "StillClock"
    assert clock.now() == datetime(2030, 1, 1, 12, tzinfo=UTC)


async def test_its_settings_may_come_from_the_environment_alone(
    install_the_guide_s: str, configure: Configure
) -> None:
    configuration = configure(BANK_PLUGINS_STILL_CLOCK_STANDSAT="2031-01-01T00:00:00+00:00")

    clock = await clock_of(plugin_providers(configuration))

    assert clock.now() == datetime(2031, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "bank.plugins.still-clock: {enabled: false, stands-at: x}"])
async def test_without_a_section_or_disabled_it_is_not_even_imported(
    install_the_guide_s: str, configure: Configure, text: str
) -> None:
    clock = await clock_of(plugin_providers(configure(text)))

    assert type(clock) is RunningClock
    assert "bank_still_clock" not in sys.modules


@pytest.mark.parametrize(
    "section", ["still-clock:", "still-clock: {}", "still-clock: {enabled: yes}"]
)
def test_an_empty_section_activates_it_and_what_it_requires_is_missed(
    install_the_guide_s: str, configure: Configure, section: str
) -> None:
    with pytest.raises(ConfigurationError, match=r"stands-at \(missing\)"):
        plugin_providers(configure(f"bank:\n  plugins:\n    {section}\n"))


def test_its_settings_are_bound_strictly(install_the_guide_s: str, configure: Configure) -> None:
    text = install_the_guide_s + '      stand-at: "hunter2"\n'

    with pytest.raises(ConfigurationError) as caught:
        plugin_providers(configure(text))

    assert caught.value.source == "application.yaml, line 5"
    assert caught.value.remedy == "Did you mean bank.plugins.still-clock.stands-at?"
    assert "hunter2" not in str(caught.value)


def test_a_section_without_its_plugin_is_told_with_those_installed(
    install_the_guide_s: str, configure: Configure
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        plugin_providers(configure("bank.plugins.stil-clock.stands-at: x"))

    assert str(caught.value) == (
        "bank.plugins.stil-clock (application.yaml, line 1): is not the name of an installed "
        "plugin. Install it or remove the section; installed: still-clock. "
        "Did you mean bank.plugins.still-clock?"
    )


def test_two_distributions_cannot_bring_plugins_of_one_name(install: Install) -> None:
    install("one", {"same": "one:PLUGIN"})
    install("two", {"same": "two:PLUGIN"})

    with pytest.raises(ConfigurationError, match="the name of two installed plugins"):
        installed_plugins()


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("import absent", "cannot be imported (ModuleNotFoundError)"),
        ("PLUGIN = 1", "is not a Plugin"),
        (
            (
                "import msgspec\nfrom bank.bootstrap.plugins import Plugin\n"
                "PLUGIN = Plugin(name='other', settings=msgspec.Struct, provider=print)"
            ),
            "calls itself other",
        ),
    ],
)
def test_a_broken_plugin_is_told_with_its_distribution(
    install: Install, configure: Configure, source: str, problem: str
) -> None:
    install("bank-broken", {"broken": "bank_broken:PLUGIN"}, bank_broken=source)

    with pytest.raises(ConfigurationError) as caught:
        plugin_providers(configure("bank.plugins.broken: {}"))

    assert caught.value.source == "distribution bank-broken"
    assert caught.value.problem == f"bank_broken:PLUGIN {problem}"
