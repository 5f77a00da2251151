import bank.application.posting.queue
import bank.domain.chart_of_accounts
import bank.domain.customer_accounts
import bank.domain.products
from bank.domain.ledger.refusals import InsufficientFunds
from bank.domain.refusals import Kind, Refusal, every_refusal

MODULES = (
    bank.application.posting.queue,
    bank.domain.chart_of_accounts,
    bank.domain.customer_accounts,
    bank.domain.products,
)


def _classes(root: type[Refusal] = Refusal) -> list[type[Refusal]]:
    return [each for sub in root.__subclasses__() for each in (sub, *_classes(sub))]


def test_no_two_refusals_share_a_code() -> None:
    coded = [each for each in _classes() if "code" in vars(each)]
    assert len(coded) == len(every_refusal()) > 15


def test_every_refusal_speaks_in_a_sentence_and_a_snake_case_code() -> None:
    for code, refusal in every_refusal().items():
        assert code == code.lower()
        assert code.replace("_", "").isalnum()
        assert refusal.title.endswith((".", "'.")), refusal
        assert refusal.kind in Kind


def test_the_title_speaks_where_there_is_no_detail() -> None:
    refusal = InsufficientFunds(row=7)
    assert str(refusal) == refusal.detail == InsufficientFunds.title
    assert refusal.context == {"row": 7}
    assert (refusal.recorded, refusal.replayed) == (False, False)
    assert str(InsufficientFunds("Not enough.")) == "Not enough."
