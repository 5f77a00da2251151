"""The worked examples of docs/concepts, run on a bank in memory; and that they cannot be idle."""

import doctest
from pathlib import Path

import pytest
from tests.docs.columns import COLUMNS
from tests.docs.pages import FIRST_COLUMN, Example, examples, pages, snippets
from tests.docs.phrases import Phrasebook
from tests.docs.rehearsal import rehearse, sentence_of
from tests.docs.sentences import SENTENCES

PAGES = pages()
EXAMPLES = [each for page in PAGES for each in examples(page.read_text("utf-8"), page.name)]
GOOD = """
| what happens | Ada's balance | Ben's balance |
| --- | --- | --- |
| Ada deposits 100.00 | 100.00 | 0.00 |
| Ada sends Ben 100.01: `insufficient_funds` | 100.00 | 0.00 |
"""


def _by_name(page: Path) -> str:
    return page.name


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.where)
async def test_it_happens_as_the_page_says(example: Example) -> None:
    assert await rehearse(example) == len(example.rows) * len(example.columns) > 0


@pytest.mark.parametrize("page", PAGES, ids=_by_name)
def test_a_page_has_worked_examples_and_all_of_them_are_run(page: Path) -> None:
    text = page.read_text("utf-8")
    tables = text.count(f"| {FIRST_COLUMN} |")
    assert tables, f"{page.name} has no worked example: begin a table with | {FIRST_COLUMN} |"
    run = [each for each in EXAMPLES if each.where.startswith(f"{page.name}:")]
    assert len(run) == tables


@pytest.mark.parametrize("page", PAGES, ids=_by_name)
def test_the_snippets_of_a_page_answer_as_it_says(page: Path) -> None:
    text = page.read_text("utf-8")
    session = snippets(text)
    assert text.count(">>> ") == session.count(">>> "), "a prompt outside a block of python"
    if "## For a programmer" in text:
        assert ">>> " in session, f"{page.name} shows a programmer nothing that runs"
    test = doctest.DocTestParser().get_doctest(session, {}, page.name, str(page), 0)
    runner, said = doctest.DocTestRunner(verbose=False), list[str]()
    outcome = runner.run(test, out=said.append)
    assert (outcome.attempted, outcome.failed) == (len(test.examples), 0), "\n".join(said)


def test_there_are_pages_and_examples() -> None:
    assert len(PAGES) >= 6
    assert len(EXAMPLES) >= len(PAGES)


@pytest.mark.parametrize(
    ("book", "said"),
    [
        (SENTENCES, [sentence_of(row) for example in EXAMPLES for row in example.rows]),
        (COLUMNS, [column for example in EXAMPLES for column in example.columns]),
    ],
    ids=["sentences", "columns"],
)
def test_every_phrase_that_is_known_is_used_on_a_page(book: Phrasebook, said: list[str]) -> None:
    used = {book.find(each)[0].text for each in said}
    assert {each.text for each in book.phrases} == used


async def test_a_true_example_passes() -> None:
    (example,) = examples(GOOD, "planted.md")
    assert await rehearse(example) == 4


@pytest.mark.parametrize(
    ("so", "planted", "says"),
    [
        ("100.00 | 0.00 |\n| Ada sends", "100.00 | 0.01 |\n| Ada sends", "Ben's balance: the page"),
        ("insufficient_funds", "account_closed", "the page says account_closed, the bank insuff"),
        (": `insufficient_funds`", "", "the page says None, the bank insufficient_funds"),
        ("deposits 100.00", "deposits 100.00: `account_closed`", "the bank None"),
        ("Ada deposits", "again: Ada deposits", "was answered again: False"),
    ],
)
async def test_an_example_that_is_not_so_fails_at_its_row(so: str, planted: str, says: str) -> None:
    (example,) = examples(GOOD.replace(so, planted), "planted.md")
    with pytest.raises(AssertionError, match=says) as caught:
        await rehearse(example)
    assert "planted.md:" in "".join(caught.value.__notes__)


@pytest.mark.parametrize(
    ("so", "planted", "lists"),
    [
        ("Ada deposits", "Ada juggles", "{who} deposits {amount}"),
        ("Ben's balance", "Ben's hat", "{who}'s balance"),
    ],
)
async def test_what_is_not_known_fails_with_a_list_of_what_is(
    so: str, planted: str, lists: str
) -> None:
    (example,) = examples(GOOD.replace(so, planted), "planted.md")
    with pytest.raises(LookupError) as caught:
        await rehearse(example)
    assert lists in str(caught.value)


@pytest.mark.parametrize("planted", ["100.00 | |", "100.00 |", "100.00 | 0.00 | 0.00 |"])
def test_a_row_with_missing_or_empty_cells_is_no_example(planted: str) -> None:
    with pytest.raises(ValueError, match=r"planted\.md:4: has"):
        examples(GOOD.replace("100.00 | 0.00 |", planted), "planted.md")
