import pytest
from msgspec import Struct
from tests.bootstrap.configuration.scene import Load, Write

from bank.bootstrap.configuration.relaxed_names import (
    environment_name,
    format_name,
    parse_name,
)


class Item(Struct, frozen=True, kw_only=True, rename="kebab"):
    account_name: str = ""


class Settings(Struct, frozen=True, kw_only=True, rename="kebab"):
    pool_size: int = 0
    items: tuple[Item, ...] = ()
    codes: tuple[str, ...] = ()
    levels: dict[str, str] = {}
    named: dict[str, Item] = {}


@pytest.mark.parametrize("text", ["a.b-c", "a[0].b[12]", "a.[x.y].b"])
def test_a_name_survives_being_taken_apart(text: str) -> None:
    assert format_name(parse_name(text)).replace("a[x.y]", "a.[x.y]") == text


def test_the_variable_of_a_name_has_no_dashes() -> None:
    assert environment_name(parse_name("bank.pool-size")) == "BANK_POOLSIZE"
    assert environment_name(parse_name("my.service[0].other")) == "MY_SERVICE_0_OTHER"


@pytest.mark.parametrize("spelling", ["pool-size", "poolSize", "pool_size", "POOL-SIZE"])
def test_files_may_spell_a_key_in_any_relaxed_way(load: Load, write: Write, spelling: str) -> None:
    write("application.yaml", f"bank.{spelling}: 7")

    assert load().bind("bank", Settings).pool_size == 7


@pytest.mark.parametrize("variable", ["BANK_POOLSIZE", "BANK_POOL_SIZE"])
def test_the_environment_may_leave_dashes_out_or_use_the_older_form(
    load: Load, variable: str
) -> None:
    assert load(**{variable: "7"}).bind("bank", Settings).pool_size == 7


def test_list_indices_stand_between_underscores(load: Load) -> None:
    configuration = load(
        BANK_ITEMS_0_ACCOUNTNAME="a", BANK_ITEMS_1_ACCOUNT_NAME="b", BANK_CODES_0_="c"
    )

    bound = configuration.bind("bank", Settings)
    assert bound.items == (Item(account_name="a"), Item(account_name="b"))
    assert bound.codes == ("c",)


def test_keys_of_maps_are_kept_by_files_and_in_lower_case_from_the_environment(
    load: Load, write: Write
) -> None:
    write("application.yaml", "bank: {levels: {Bank.http: DEBUG}, named: {x-y: {accountName: z}}}")

    bound = load(BANK_LEVELS_ROOT="INFO").bind("bank", Settings)

    assert bound.levels == {"Bank.http": "DEBUG", "root": "INFO"}
    assert bound.named == {"x-y": Item(account_name="z")}
