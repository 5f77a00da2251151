import hashlib
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank.bootstrap.bank_configuration import packaged_folder
from bank.bootstrap.configuration import ConfigurationError
from bank.bootstrap.reference_files import open_breached_list, read_common_passwords
from bank.domain.passwords import LENGTH_MIN
from bank.infrastructure.passwords.common_passwords import CommonPasswords
from bank.infrastructure.passwords.listed_passwords import EveryList, ListedPasswords
from bank.infrastructure.passwords.sorted_digests import NotSortedDigests, SortedDigests

STOLEN = [f"stolen password {number}" for number in range(100)]


def sha1(text: str) -> bytes:
    return hashlib.sha1(text.encode(), usedforsecurity=False).digest()


def packed(digests: Sequence[bytes]) -> bytes:
    return b"".join(digests)


def lines(digests: Sequence[bytes]) -> bytes:
    return b"".join(digest.hex().upper().encode() + b"\n" for digest in digests)


def counted_lines(digests: Sequence[bytes]) -> bytes:
    """As Have I Been Pwned offers them, the last line unended."""
    texts = [f"{digest.hex().upper()}:{number * 7}" for number, digest in enumerate(digests)]
    return "\r\n".join(texts).encode()


FORMS = [packed, lines, counted_lines]
Form = Callable[[Sequence[bytes]], bytes]


def listed(folder: Path, content: bytes) -> SortedDigests:
    file = folder / "digests"
    file.write_bytes(content)
    return SortedDigests(file)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("number", [1, 2, 3, 100])
async def test_every_digest_of_a_file_is_found_and_no_other(
    tmp_path: Path, form: Form, number: int
) -> None:
    stolen = STOLEN[:number]
    digests = listed(tmp_path, form(sorted(map(sha1, stolen))))
    known = ListedPasswords((), digests)
    for password in stolen:
        assert await known.know(password)
    for number_ in range(200):
        assert not await known.know(f"own password {number_}")
    for extreme in (bytes(20), b"\xff" * 20):
        assert extreme not in digests
    digests.close()


@given(digests=st.sets(st.binary(min_size=20, max_size=20), min_size=1), other=st.binary())
@pytest.mark.parametrize("form", FORMS)
def test_a_file_is_searched_as_a_set(
    tmp_path_factory: pytest.TempPathFactory, form: Form, digests: set[bytes], other: bytes
) -> None:
    opened = listed(tmp_path_factory.mktemp("digests"), form(sorted(digests)))
    other = other.ljust(20, b"\0")[:20]
    assert all(each in opened for each in digests)
    assert (other in opened) == (other in digests)
    opened.close()


@pytest.mark.parametrize(
    "content",
    [b"", b"short", b"x" * 41, packed(sorted(map(sha1, STOLEN), reverse=True)), b"a" * 39 + b"\n"],
)
def test_what_is_no_list_of_sorted_digests_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(NotSortedDigests):
        listed(tmp_path, content)
    with pytest.raises(ConfigurationError, match=r"bank\.passwords\.breached-list"):
        open_breached_list(tmp_path / "digests")
    with pytest.raises(ConfigurationError):
        open_breached_list(tmp_path / "nowhere")


@pytest.mark.parametrize("form", FORMS)
def test_a_list_by_how_often_passwords_were_stolen_is_refused(tmp_path: Path, form: Form) -> None:
    """Scenario: five thousand digests in no order but the first and the last, which look sorted.

    Outcome: the bank does not start with a list of which it would find a few by luck.
    """
    digests = [sha1(f"stolen password {number}") for number in range(5_000)]
    content = form([min(digests), *digests, max(digests)])
    with pytest.raises(NotSortedDigests, match="rising order"):
        listed(tmp_path, content)
    with pytest.raises(ConfigurationError, match=r"bank\.passwords\.breached-list.*sort the file"):
        open_breached_list(tmp_path / "digests")
    in_order = listed(tmp_path, form(sorted(digests)))
    assert all(each in in_order for each in digests)
    in_order.close()


async def test_the_list_that_ships_knows_what_everybody_thinks_of() -> None:
    words = read_common_passwords(packaged_folder() / "common-passwords.txt")
    assert len(words) >= 200
    known = ListedPasswords(words, None)
    for password in ("password1", "Password1", "QWERTY123", "password\uff11", "summer2026"):
        assert await known.know(password), password
    assert not await known.know("the harbour smelled of tar")


async def test_the_librarys_list_knows_more_than_three_thousand_that_are_long_enough() -> None:
    known = CommonPasswords()
    assert await known.know("Password1")
    words = known._words or frozenset()
    assert len(words) > 3_000
    assert min(map(len, words)) == LENGTH_MIN
    for password in ("PASSWORD", "trustno1", "password\uff11", "Liverpool"):
        assert await known.know(password), password
    for own in ("the harbour smelled of tar", "abc123", ""):
        assert not await known.know(own), own


@pytest.mark.slow
def test_the_librarys_list_is_not_loaded_before_it_is_asked_for() -> None:
    asked = (
        "import sys, bank.bootstrap.asgi;"
        "from bank.infrastructure.passwords.common_passwords import CommonPasswords;"
        "CommonPasswords(); print('zxcvbn' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "False"


async def test_every_list_is_asked(tmp_path: Path) -> None:
    digests = listed(tmp_path, packed([sha1("stolen password")]))
    known = EveryList(CommonPasswords(), ListedPasswords({"own word 1"}, digests))
    for password in ("password1", "OWN word 1", "stolen password"):
        assert await known.know(password)
    assert not await known.know("own word 2")
    digests.close()


def test_a_list_of_words_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"bank\.passwords\.common-list"):
        read_common_passwords(tmp_path / "nowhere")
