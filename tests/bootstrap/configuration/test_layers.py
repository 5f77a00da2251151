from pathlib import Path

import pytest
from msgspec import Struct
from tests.bootstrap.configuration.scene import Load, Write

from bank.bootstrap.configuration import ConfigFile, ConfigurationError, Packaged


class Server(Struct, frozen=True, kw_only=True, rename="kebab"):
    port: int = 1
    pool_size: int = 1


LAYERS = [
    ("config/application.yaml", "bank.server.port: 3"),
    ("config/application-prod.yaml", "bank.server.port: 4"),
    ("environment", "5"),
    ("json", '{"bank": {"server": {"port": 6}}}'),
    ("command line", "--bank.server.port=7"),
]


@pytest.mark.parametrize("highest", range(len(LAYERS)))
def test_each_layer_overrides_those_below(load: Load, write: Write, highest: int) -> None:
    environment = {"BANK_PROFILES_ACTIVE": "prod"}
    arguments = []
    for place, text in LAYERS[: highest + 1]:
        if place == "environment":
            environment["BANK_SERVER_PORT"] = text
        elif place == "json":
            environment["BANK_APPLICATION_JSON"] = text
        elif place == "command line":
            arguments.append(text)
        else:
            write(place, text)

    assert load(*arguments, **environment).bind("bank.server", Server).port == highest + 3


def test_maps_merge_across_layers(load: Load, write: Write) -> None:
    write("application.yaml", "bank.server: {port: 2}")
    write("config/application.yaml", "bank: {server: {pool-size: 3}}")

    assert load().bind("bank.server", Server) == Server(port=2, pool_size=3)


def test_config_and_its_subfolders_override_the_working_directory_in_alphabetical_order(
    load: Load, write: Write
) -> None:
    write("application.yaml", "bank.server: {port: 1, pool-size: 1}")
    write("config/application.yaml", "bank.server: {port: 2, pool-size: 2}")
    write("config/b/application.yaml", "bank.server.port: 4")
    write("config/a/application.yaml", "bank.server: {port: 3, pool-size: 3}")

    assert load().bind("bank.server", Server) == Server(port=4, pool_size=3)


def test_a_profile_outside_beats_a_profile_packaged_and_both_beat_their_plain_files(
    load: Load, write: Write, tmp_path: Path
) -> None:
    brought = Packaged(folder=tmp_path / "wheel")
    write("wheel/application.yaml", "bank.server: {port: 1, pool-size: 1}")
    write("wheel/application-prod.yaml", "bank.server: {port: 2, pool-size: 2}")
    write("application.yaml", "bank.server.port: 3")

    bound = load("--bank.profiles.active=prod", packaged=brought).bind("bank.server", Server)
    assert bound == Server(port=3, pool_size=2)

    write("config/application-prod.yaml", "bank.server.port: 4")
    bound = load("--bank.profiles.active=prod", packaged=brought).bind("bank.server", Server)
    assert bound.port == 4


def test_packaged_files_that_are_also_external_are_read_once_in_their_external_place(
    load: Load, write: Write, tmp_path: Path
) -> None:
    write("application.yaml", "bank.server.port: 1")
    write("config/application.yaml", "bank.server.port: 2")

    configuration = load(packaged=Packaged(folder=tmp_path / "config"))

    assert configuration.bind("bank.server", Server).port == 2


@pytest.mark.parametrize("variable", ["SPRING_APPLICATION_JSON", "BANK_APPLICATION_JSON"])
def test_a_whole_document_may_stand_in_a_variable(load: Load, variable: str) -> None:
    document = '{"bank.server": {"poolSize": 9}}'

    assert load(**{variable: document}).bind("bank.server", Server).pool_size == 9


def test_a_variable_that_is_no_json_object_is_named_without_its_content(
    load: Load,
) -> None:
    with pytest.raises(ConfigurationError, match="BANK_APPLICATION_JSON") as caught:
        load(BANK_APPLICATION_JSON="[hunter2")

    assert "hunter2" not in str(caught.value)


def test_an_option_without_a_value_is_refused_and_options_without_a_dot_are_left_alone(
    load: Load,
) -> None:
    load("serve", "--verbose", "--port=1", "-x")
    with pytest.raises(ConfigurationError, match="with the equals sign"):
        load("--bank.server.port", "9")


def test_an_alias_names_a_variable_and_the_name_proper_wins(
    load: Load,
) -> None:
    brought = Packaged(aliases={"BANK_PORT": "BANK_SERVER_PORT"})

    assert load(packaged=brought, BANK_PORT="2").bind("bank", Root).server.port == 2
    both = load(packaged=brought, BANK_PORT="2", BANK_SERVER_PORT="3")
    assert both.bind("bank", Root).server.port == 3


def test_variables_that_kubernetes_sets_for_a_service_called_bank_are_no_settings(
    load: Load,
) -> None:
    configuration = load(
        BANK_PORT="tcp://10.0.0.1:80",
        BANK_SERVICE_HOST="10.0.0.1",
        BANK_SERVICE_PORT_HTTP="80",
        BANK_PORT_80_TCP_ADDR="10.0.0.1",
        BANK_SERVER_PORT="2",
    )

    assert configuration.bind("bank", Root).server.port == 2


def test_paths_are_relative_to_the_working_directory_and_config_files_to_the_first_folder_with_one(
    load: Load, write: Write, tmp_path: Path
) -> None:
    brought = Packaged(folder=tmp_path / "wheel")
    packaged = write("wheel/chart.yaml", "")
    assert load(packaged=brought).bind("bank", Files).chart == packaged

    own = write("config/chart.yaml", "")
    bound = load(packaged=brought).bind("bank", Files)
    assert (bound.home, bound.chart) == (tmp_path / "var", own)


def test_a_config_file_that_is_nowhere_is_expected_in_the_config_folder(
    load: Load, tmp_path: Path
) -> None:
    assert load().bind("bank", Files).chart == tmp_path / "config" / "chart.yaml"


class Root(Struct, frozen=True, kw_only=True, rename="kebab"):
    server: Server = Server()


class Files(Struct, frozen=True, kw_only=True, rename="kebab"):
    home: Path = Path("var")
    chart: ConfigFile = ConfigFile(Path("chart.yaml"))
