import pytest
from msgspec import Struct
from tests.bootstrap.configuration.scene import Load, Write

from bank.bootstrap.configuration import Configuration, ConfigurationError
from bank.bootstrap.configuration.profiles import accepts
from bank.bootstrap.configuration.sources import Property


class Settings(Struct, frozen=True, kw_only=True, rename="kebab"):
    a: str = ""


READ_ELSEWHERE = ("config.activate.on-profile", "profiles.active")


def bound(configuration: Configuration) -> str:
    return configuration.bind("bank", Settings, apart_from=READ_ELSEWHERE).a


@pytest.mark.parametrize(
    ("expression", "profiles", "holds"),
    [
        ("prod", ("prod",), True),
        ("prod", ("demo",), False),
        ("prod | demo", ("demo",), True),
        ("prod & eu", ("prod",), False),
        ("prod & (eu | us)", ("prod", "us"), True),
        ("!demo", ("prod",), True),
        ("!(prod | demo)", ("demo",), False),
    ],
)
def test_a_profile_expression_holds(
    expression: str, profiles: tuple[str, ...], holds: bool
) -> None:
    assert accepts([Property(expression, "")], profiles) is holds


@pytest.mark.parametrize("expression", ["a & b | c", "(a", "a)", "a b", "!", "& a", "()"])
def test_a_malformed_expression_is_refused_with_its_source(expression: str) -> None:
    with pytest.raises(ConfigurationError, match=r"application\.yaml, line 3"):
        accepts([Property(expression, "application.yaml, line 3")], ("a",))


def test_the_last_of_several_profiles_wins(load: Load, write: Write) -> None:
    write("application-one.yaml", "bank.a: one")
    write("application-two.yaml", "bank.a: two")

    assert bound(load(BANK_PROFILES_ACTIVE="one, two")) == "two"
    assert bound(load("--spring.profiles.active=two,one")) == "one"


def test_profiles_can_be_chosen_by_a_file_a_placeholder_and_spring_s_own_name(
    load: Load, write: Write
) -> None:
    write("application.yaml", "spring.profiles.active: '${STAGE:live}'")
    write("application-live.yaml", "bank.a: live")
    write("application-test.yaml", "bank.a: test")

    assert bound(load()) == "live"
    assert bound(load(STAGE="test")) == "test"
    assert load(SPRING_PROFILES_ACTIVE="test", BANK_PROFILES_ACTIVE="x").profiles == ("x",)


def test_without_any_the_profile_is_default(load: Load, write: Write) -> None:
    write("application-default.yaml", "bank.a: default")

    assert bound(load()) == "default"
    assert bound(load("--bank.profiles.active=other")) == ""


def test_documents_depend_on_profiles_and_later_ones_override(load: Load, write: Write) -> None:
    write(
        "application.yaml",
        "bank.a: plain\n"
        '---\nbank: {config: {activate: {on-profile: "prod | staging"}}, a: prod}\n'
        "---\nspring.config.activate.on-profile: [eu, us]\nbank.a: region\n",
    )

    assert bound(load()) == "plain"
    assert bound(load(BANK_PROFILES_ACTIVE="staging")) == "prod"
    assert bound(load(BANK_PROFILES_ACTIVE="prod,us")) == "region"


def test_a_document_that_depends_on_a_profile_cannot_choose_profiles(
    load: Load, write: Write
) -> None:
    write("application-prod.yaml", "bank.profiles.active: more")

    with pytest.raises(ConfigurationError, match=r"application-prod\.yaml, line 1"):
        load(BANK_PROFILES_ACTIVE="prod")
