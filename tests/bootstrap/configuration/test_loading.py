import pytest
from msgspec import Struct
from tests.bootstrap.configuration.scene import Load, Write

from bank.bootstrap.configuration import Configuration, ConfigurationError, Secret


class Settings(Struct, frozen=True, kw_only=True, rename="kebab"):
    a: str = ""
    b: str = ""
    c: str = ""
    passphrase: Secret | None = None


READ_ELSEWHERE = ("config.import", "config.activate.on-profile", "profiles.active")


def bound(configuration: Configuration) -> Settings:
    return configuration.bind("bank", Settings, apart_from=READ_ELSEWHERE)


def test_an_import_overrides_its_importer_wherever_the_key_stands(load: Load, write: Write) -> None:
    write("application.yaml", "bank: {config: {import: sub/more.yaml}, a: importer, b: importer}")
    write("sub/more.yaml", "bank: {a: imported}")

    assert bound(load()) == Settings(a="imported", b="importer")


def test_later_imports_override_earlier_ones_and_paths_are_relative_to_the_importer(
    load: Load, write: Write
) -> None:
    write("application.yaml", "bank.config.import: [file:sub/one.yaml, sub/two.yaml]")
    write("sub/one.yaml", "{bank: {a: one, b: one}, spring.config.import: deep/three.yaml}")
    write("sub/two.yaml", "bank.a: two")
    write("sub/deep/three.yaml", "bank: {b: three, c: three}")

    assert bound(load()) == Settings(a="two", b="three", c="three")


def test_a_later_document_overrides_what_an_earlier_one_imports(load: Load, write: Write) -> None:
    write("application.yaml", "bank: {config.import: more.yaml}\n---\nbank.a: later")
    write("more.yaml", "bank: {a: imported, b: imported}")

    assert bound(load()) == Settings(a="later", b="imported")


def test_an_import_has_variants_for_profiles_below_the_profile_of_its_importer(
    load: Load, write: Write
) -> None:
    write("application.yaml", "bank: {config.import: more.yaml}")
    write("application-prod.yaml", "bank.b: application-prod")
    write("more.yaml", "bank: {a: more, b: more, c: more}")
    write("more-prod.yaml", "bank: {a: more-prod, b: more-prod}")

    expected = Settings(a="more-prod", b="application-prod", c="more")
    assert bound(load(BANK_PROFILES_ACTIVE="prod")) == expected


def test_files_that_import_each_other_are_each_read_once(load: Load, write: Write) -> None:
    write("application.yaml", "bank: {config.import: more.yaml, a: first}")
    write("more.yaml", "bank: {config.import: application.yaml, b: second}")

    assert bound(load()) == Settings(a="first", b="second")


def test_a_missing_import_is_an_error_unless_it_is_optional(load: Load, write: Write) -> None:
    write("application.yaml", "bank.config.import: optional:file:absent.yaml")
    assert bound(load()) == Settings()

    write("application.yaml", "bank:\n  config:\n    import: absent.yaml")
    with pytest.raises(ConfigurationError) as caught:
        load()
    assert caught.value.source == "application.yaml, line 3"
    assert "optional:" in caught.value.remedy


def test_environment_and_command_line_import_above_all_files_and_below_themselves(
    load: Load, write: Write
) -> None:
    write("application-prod.yaml", "bank: {a: profile, b: profile}")
    write("etc/application.yaml", "bank: {a: etc, b: etc, c: etc}")
    write("etc/application-prod.yaml", "bank.b: etc-prod")

    configuration = load(
        "--bank.c=option", BANK_CONFIG_IMPORT="file:etc/", BANK_PROFILES_ACTIVE="prod"
    )

    assert bound(configuration) == Settings(a="etc", b="etc-prod", c="option")


def test_a_config_tree_gives_secrets_by_file_name_and_passes_hidden_files_over(
    load: Load, write: Write
) -> None:
    write("application.yaml", "bank.config.import: configtree:run/secrets/")
    write("run/secrets/bank/passphrase", "correct horse\n")
    write("run/secrets/bank.a", "dotted")
    write("run/secrets/..data/bank/b", "kubernetes")

    assert bound(load()) == Settings(passphrase=Secret("correct horse"), a="dotted")


def test_a_config_tree_with_a_wildcard_imports_each_child_in_alphabetical_order(
    load: Load, write: Write
) -> None:
    write("run/2/bank.a", "two")
    write("run/1/bank.a", "one")
    write("run/1/bank.b", "one")

    configuration = load("--bank.config.import=configtree:run/*/")

    assert bound(configuration) == Settings(a="two", b="one")


def test_a_location_may_hold_placeholders_and_a_hint_at_the_extension(
    load: Load, write: Write
) -> None:
    write("application.yaml", "bank.config.import: '${WHERE:nowhere}/more[.yaml]'")
    write("sub/more", "bank.a: hinted")

    assert bound(load(WHERE="sub")).a == "hinted"


def test_a_variable_may_be_read_as_a_file(load: Load) -> None:
    configuration = load("--bank.config.import=env:MORE[.yaml]", MORE="bank: {a: variable}")

    assert bound(configuration).a == "variable"


def test_a_file_that_is_not_called_yaml_is_refused_with_the_hint_to_use(
    load: Load, write: Write
) -> None:
    write("more.properties", "bank.a=1")

    with pytest.raises(ConfigurationError, match=r"append \[\.yaml\]"):
        load("--bank.config.import=more.properties")
